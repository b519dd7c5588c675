package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Seen;
import dev.serin.cli.client.TokenOrder;
import dev.serin.cli.client.show.TokenTable;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.serve.StoredToken;
import dev.serin.cli.view.Columns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `serin token`: what proves to a server who asks.
@Command(
    name = "token",
    description = "Make, list and revoke the tokens of a server.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  serin token create ci --role operator -n shop > token",
      "  serin token list",
      "  serin token revoke 3"
    })
final class TokenCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say create, list or revoke");
    }
  }

  private enum Role {
    VIEWER,
    OPERATOR,
    ADMIN
  }

  /// `serin token create`.
  @Command(
      name = "create",
      description = "Make a token and show it; the server can not show it again.",
      footer = {
        "",
        "The standard output is the token alone, so that it can go into a file or a variable.",
        "With --data or --database it is made in a server's store itself, also while no server runs:"
            + " for the first token, and when all are lost.",
        "",
        "Examples:",
        "  serin token create ci --role operator -n shop --expires 720h > token",
        "  serin token create grafana --role viewer"
      })
  static final class Create implements Callable<Integer> {
    private final Console console;
    @Mixin private final ServerOptions server = new ServerOptions();
    @Mixin private final LayoutOption output = new LayoutOption();
    @Mixin private final StorageOption storage = new StorageOption();

    @Parameters(paramLabel = "NAME", description = "Who uses it; stands in the audit trail.")
    private String name = "";

    @Option(
        names = "--role",
        required = true,
        paramLabel = "viewer|operator|admin",
        description = "What it may do: see; also command; also apply, delete and make tokens.")
    private Role role = Role.VIEWER;

    @Option(
        names = "--expires",
        paramLabel = "DURATION",
        converter = DurationText.class,
        description = "When it ends by itself. Default: as the server sets it.")
    private @Nullable Duration expires;

    Create(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      TokenOrder order =
          new TokenOrder(
              name,
              role.name().toLowerCase(Locale.ROOT),
              server.namespace().isEmpty() ? "*" : server.namespace(),
              expires);
      if (storage.given()) {
        Path folder = storage.folder(console.environment());
        new StoredToken(console)
            .make(storage.storage(folder, console.environment()), order, output.layout);
        return ExitCode.DONE;
      }
      try (Api api = server.api(console)) {
        Seen made = api.makeToken(order.tree());
        output.layout.print(console, made.tree(), () -> List.of(made.text("token")));
        if (output.isText()) {
          console.fail(TokenTable.made(made, order));
        }
        return ExitCode.DONE;
      }
    }
  }

  /// `serin token list`.
  @Command(name = "list", description = "List the tokens of a server, without what is secret.")
  static final class Listed implements Callable<Integer> {
    private final Console console;
    @Mixin private final ServerOptions server = new ServerOptions();
    @Mixin private final LayoutOption output = new LayoutOption();

    Listed(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Api api = server.api(console)) {
        Seen tokens = api.tokens();
        output.layout.print(
            console,
            tokens.tree(),
            () ->
                Columns.painted(
                    console.colour(), TokenTable.of(tokens.parts("items"), Instant.now())));
        return ExitCode.DONE;
      }
    }
  }

  /// `serin token revoke`.
  @Command(name = "revoke", description = "End a token at once.")
  static final class Revoke implements Callable<Integer> {
    private final Console console;
    @Mixin private final ServerOptions server = new ServerOptions();
    @Mixin private final LayoutOption output = new LayoutOption();

    @Parameters(paramLabel = "ID", description = "As serin token list shows it.")
    private String id = "";

    Revoke(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Api api = server.api(console)) {
        api.revokeToken(id);
        output.layout.print(
            console,
            Map.of("id", id, "outcome", "revoked"),
            () -> List.of("token " + id + " is revoked at " + api.target().named()));
        return ExitCode.DONE;
      }
    }
  }
}
