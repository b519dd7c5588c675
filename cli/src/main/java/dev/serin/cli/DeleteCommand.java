package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.core.rollout.RolloutId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin delete`.
@Command(
    name = "delete",
    description = "Take a rollout, backend, template or gateway out of a server.",
    footer = {
      "",
      "A rollout that is on its way must be aborted first.",
      "Exit codes: 0 deleted, 1 refused, 2 wrong command, 3 no answer.",
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

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; told in the audit trail.")
  private String reason = "";

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
      int code = ExitCode.DONE;
      for (String name : names) {
        RolloutId id = api.named(name);
        Optional<String> refused = api.delete(kind.word() + "s", id, reason);
        tell(api, id, refused);
        code = refused.isPresent() ? ExitCode.REFUSED : code;
      }
      return code;
    }
  }

  private void tell(Api api, RolloutId id, Optional<String> refused) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", kind.word());
    tree.put("namespace", id.namespace());
    tree.put("name", id.name());
    tree.put("outcome", refused.isPresent() ? "refused" : "deleted");
    refused.ifPresent(why -> tree.put("message", why));
    tree.put("server", api.target().address().toString());
    String what = kind.word() + " " + id;
    String sentence =
        refused.map(why -> what + " is kept: " + why).orElse(what + " is deleted")
            + " (at "
            + api.target().named()
            + ")";
    output.layout.print(console, tree, () -> List.of(sentence));
  }
}
