package dev.serin.cli;

import dev.serin.cli.console.Layout;
import picocli.CommandLine.Option;

/// How a result is written.
final class LayoutOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|yaml",
      description = "How the result is written. Default: ${DEFAULT-VALUE}.")
  Layout layout = Layout.TEXT;

  /// True when people read it.
  boolean isText() {
    return layout == Layout.TEXT;
  }
}
