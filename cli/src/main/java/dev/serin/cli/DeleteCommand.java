package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.core.rollout.RolloutId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin delete`.
@Command(
    name = "delete",
    description = "Take a rollout, a backend, a template or a gateway out of a server.",
    footer = {
      "",
      "A rollout that is on its way must be aborted first.",
      "",
      "Examples:",
      "  serin delete my-app",
      "  serin delete blue green --kind backend -n shop"
    })
final class DeleteCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final LayoutOption output = new LayoutOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "What goes, as name or namespace/name.")
  private List<String> names = List.of();

  @Option(
      names = "--kind",
      paramLabel = "rollout|backend|template|gateway",
      description = "What it is. Default: ${DEFAULT-VALUE}.")
  private Kind kind = Kind.ROLLOUT;

  DeleteCommand(Console console) {
    this.console = console;
  }

  private enum Kind {
    ROLLOUT,
    BACKEND,
    TEMPLATE,
    GATEWAY;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    try (Api api = server.api(console)) {
      for (String name : names) {
        delete(api, api.named(name));
      }
      return ExitCode.DONE;
    }
  }

  private void delete(Api api, RolloutId id) {
    api.delete(kind.word() + "s", id);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", kind.word());
    tree.put("namespace", id.namespace());
    tree.put("name", id.name());
    tree.put("outcome", "deleted");
    tree.put("server", api.target().address().toString());
    output.layout.print(
        console,
        tree,
        () -> List.of(kind.word() + " " + id + " is deleted at " + api.target().named()));
  }
}
