package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Seen;
import dev.serin.cli.client.show.Listing;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.view.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin list`.
@Command(
    name = "list",
    description = "List the rollouts of a server.",
    footer = {
      "",
      "Examples:",
      "  serin list                        all that you may see",
      "  serin list -n shop --phase paused",
      "  serin list cart                   those with 'cart' in their name",
      "  serin list -o json                {items: [...]}"
    })
final class ListCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Is in their names.")
  private String text = "";

  @Option(
      names = "--phase",
      paramLabel = "healthy|progressing|paused|degraded",
      description = "Only those in this phase.")
  private @Nullable Phase phase;

  ListCommand(Console console) {
    this.console = console;
  }

  private enum Phase {
    HEALTHY,
    PROGRESSING,
    PAUSED,
    DEGRADED;

    private String word() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    try (Api api = server.api(console)) {
      List<Seen> rollouts = api.allRollouts(query());
      output.layout.print(
          console,
          Map.of("items", rollouts.stream().map(Seen::tree).toList()),
          () -> lines(api, rollouts));
      return ExitCode.DONE;
    }
  }

  private Map<String, String> query() {
    return Map.of(
        "namespace", server.namespace(), "phase", phase == null ? "" : phase.word(), "q", text);
  }

  private List<String> lines(Api api, List<Seen> rollouts) {
    boolean all = query().values().stream().allMatch(String::isEmpty);
    return rollouts.isEmpty()
        ? List.of(
            (all ? "there is no rollout at " : "no such rollout is at ")
                + api.target().named()
                + (all ? "; serin apply -f FILE brings one" : ""))
        : Columns.painted(console.colour(), Listing.of(rollouts, Instant.now()));
  }
}
