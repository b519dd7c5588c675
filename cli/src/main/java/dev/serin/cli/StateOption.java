package dev.serin.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where rollouts are kept between two runs.
final class StateOption {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The folder where rollouts are kept. Default: $SERIN_STATE, else"
              + " $XDG_STATE_HOME/serin, else ~/.local/state/serin.")
  private @Nullable Path given;

  /// True when the command line names it.
  boolean isGiven() {
    return given != null;
  }

  /// The folder; it need not exist.
  Path folder(Map<String, String> environment) {
    Path option = given;
    if (option != null) {
      return option;
    }
    String own = environment.getOrDefault("SERIN_STATE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
    return xdg.isBlank()
        ? Path.of(System.getProperty("user.home", "."), ".local", "state", "serin")
        : Path.of(xdg, "serin");
  }
}
