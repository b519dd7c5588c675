package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.run.Preparation;
import dev.serin.server.router.RouterChoice;
import dev.serin.server.router.Setup;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `serin nginx` and `serin haproxy`: only their help; what they do is in their subcommands.
abstract sealed class BalancerCommand implements Runnable {
  static final String CODES =
      "%nExit codes: 0 done, 1 it failed and all is as it was, 2 wrong manifest or command,"
          + " 3 you must add lines first.";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a subcommand is missing: init, or remove");
    }
  }

  /// `serin nginx`.
  @Command(
      name = "nginx",
      description = "Prepare an nginx that is there to carry a rollout.",
      footer = {
        "",
        "Examples:",
        "  serin nginx init rollout.yaml     write the files to include, check, reload, verify",
        "  serin nginx remove rollout.yaml   take them away again"
      })
  static final class Nginx extends BalancerCommand {}

  /// `serin haproxy`.
  @Command(
      name = "haproxy",
      description = "Prepare a HAProxy that is there to carry a rollout.",
      footer = {
        "",
        "Examples:",
        "  serin haproxy init rollout.yaml     add Serin's lines, check, reload, verify",
        "  serin haproxy remove rollout.yaml   take them out again"
      })
  static final class Haproxy extends BalancerCommand {}

  /// `serin nginx init` and `serin haproxy init`.
  @Command(
      name = "init",
      description = {
        "Put a rollout into the load balancer's configuration, once.",
        "",
        "The configuration is checked before it is used, reloaded, and seen to be in force; when"
            + " one of these fails it is put back byte for byte. To change a weight later, nothing"
            + " is reloaded."
      },
      footer = CODES)
  static final class Init implements Callable<Integer> {
    private final Console console;
    private final RouterChoice.Kind kind;
    @Mixin private final PreparationOptions options = new PreparationOptions();

    @Option(names = "--dry-run", description = "Only show what would be written.")
    private boolean dryRun;

    Init(Console console, RouterChoice.Kind kind) {
      this.console = console;
      this.kind = kind;
    }

    @Override
    public Integer call() {
      return new Preparation(console, kind)
          .carryOut(options.order(), dryRun ? Setup::preview : Setup::init);
    }
  }

  /// `serin nginx remove` and `serin haproxy remove`.
  @Command(
      name = "remove",
      description = "Take a rollout out of the load balancer's configuration again.",
      footer = CODES)
  static final class Remove implements Callable<Integer> {
    private final Console console;
    private final RouterChoice.Kind kind;
    @Mixin private final PreparationOptions options = new PreparationOptions();

    Remove(Console console, RouterChoice.Kind kind) {
      this.console = console;
      this.kind = kind;
    }

    @Override
    public Integer call() {
      return new Preparation(console, kind).carryOut(options.order(), Setup::remove);
    }
  }
}
