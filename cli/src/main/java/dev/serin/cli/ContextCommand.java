package dev.serin.cli;

import dev.serin.cli.client.Context;
import dev.serin.cli.client.Contexts;
import dev.serin.cli.client.ContextsFile;
import dev.serin.cli.client.Target;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.view.Columns;
import dev.serin.cli.view.Columns.Cell;
import dev.serin.server.Refusal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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

/// `serin context`: the saved servers.
@Command(
    name = "context",
    description = "Save servers, and choose the one that commands go to.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  serin context list",
      "  serin context use prod",
      "  serin context use --none      commands go to the state folder again"
    })
final class ContextCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say list, use, add, remove or current");
    }
  }

  private static Map<String, Object> tree(Contexts contexts, Context context) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", context.name());
    tree.put("current", context.name().equals(contexts.current()));
    tree.put("server", context.server().toString());
    tree.put("namespace", context.namespace().isEmpty() ? "default" : context.namespace());
    tree.put("token", !context.token().isEmpty());
    return tree;
  }

  /// `serin context list`.
  @Command(name = "list", description = "List the saved servers.")
  static final class Listed implements Callable<Integer> {
    private final Console console;
    @Mixin private final LayoutOption output = new LayoutOption();

    Listed(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Contexts contexts = ContextsFile.of(console).read();
      List<Context> all = List.copyOf(contexts.byName().values());
      output.layout.print(
          console,
          Map.of("items", all.stream().map(context -> tree(contexts, context)).toList()),
          () -> lines(contexts, all));
      return ExitCode.DONE;
    }

    private List<String> lines(Contexts contexts, List<Context> all) {
      if (all.isEmpty()) {
        return List.of("no server is saved; serin login URL saves one");
      }
      Columns columns = new Columns("CURRENT", "NAME", "SERVER", "NAMESPACE", "TOKEN");
      for (Context context : all) {
        columns.add(
            Cell.of(context.name().equals(contexts.current()) ? "*" : ""),
            Cell.of(context.name()),
            Cell.of(context.server().toString()),
            Cell.of(context.namespace().isEmpty() ? "default" : context.namespace()),
            Cell.of(context.token().isEmpty() ? "none" : "saved"));
      }
      return Columns.painted(console.colour(), columns.lines());
    }
  }

  /// `serin context current`.
  @Command(name = "current", description = "Show the server that commands go to.")
  static final class Current implements Callable<Integer> {
    private final Console console;
    @Mixin private final LayoutOption output = new LayoutOption();

    Current(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Contexts contexts = ContextsFile.of(console).read();
      Context context =
          contexts
              .chosen()
              .orElseThrow(
                  () -> new Refusal("no context is current; serin context use NAME chooses one"));
      output.layout.print(
          console,
          tree(contexts, context),
          () -> List.of(context.name() + "  " + context.server()));
      return ExitCode.DONE;
    }
  }

  /// `serin context use`.
  @Command(name = "use", description = "Let commands go to a saved server, or to none.")
  static final class Use implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A saved server.")
    private String name = "";

    @Option(names = "--none", description = "To none: to the state folder.")
    private boolean none;

    Use(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      ContextsFile file = ContextsFile.of(console);
      if (none == !name.isEmpty()) {
        throw new Refusal("say serin context use NAME, or serin context use --none");
      }
      Contexts contexts = none ? file.read().usingNone() : file.read().using(name);
      file.write(contexts);
      console
          .out()
          .println(
              none
                  ? "commands go to no server"
                  : "commands go to " + contexts.named(name).server() + " (context " + name + ")");
      return ExitCode.DONE;
    }
  }

  /// `serin context add`.
  @Command(
      name = "add",
      description = "Save a server without asking it; serin login saves one with a token.")
  static final class Add implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "What to call it.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "URL", description = "The server.")
    private String server = "";

    @Option(
        names = "--ca-cert",
        paramLabel = "FILE",
        description = "The certificate, in PEM, of the authority that vouches for it.")
    private @Nullable Path caCert;

    @Option(
        names = {"-n", "--namespace"},
        paramLabel = "NAMESPACE",
        description = "Where rollouts are that are named without one.")
    private String namespace = "";

    Add(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      ContextsFile file = ContextsFile.of(console);
      Path authority = caCert == null ? null : caCert.toAbsolutePath().normalize();
      Context context = new Context(name, Target.address(server), "", authority, namespace);
      file.write(file.read().with(context));
      console.out().println("commands go to " + context.server() + " (context " + name + ")");
      return ExitCode.DONE;
    }
  }

  /// `serin context remove`.
  @Command(name = "remove", description = "Forget a saved server and its token.")
  static final class Remove implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "A saved server.")
    private String name = "";

    Remove(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      ContextsFile file = ContextsFile.of(console);
      file.write(file.read().without(name));
      console
          .out()
          .println(
              "context "
                  + name
                  + " is forgotten; its token still works until it expires or serin token revoke ends it");
      return ExitCode.DONE;
    }
  }
}
