package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Output;
import dev.serin.cli.demo.Fault;
import dev.serin.cli.run.DemoCast;
import dev.serin.cli.run.DemoRun;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `serin demo`.
@Command(
    name = "demo",
    description = "Watch canary releases of a small service; nothing needs to be installed.",
    footer = {
      "",
      "Without --fault a good version is promoted, and then a bad one is taken back.",
      "",
      "Exit codes: 0 it went as announced, 1 it did not, 2 wrong command, 3 undecided.",
      "",
      "Examples:",
      "  serin demo",
      "  serin demo --fault latency",
      "  serin demo --router nginx",
      "  serin demo --services &     with serin server, and serin apply -f examples/server.yaml"
    })
final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--fault",
      paramLabel = "none|errors|latency|crash",
      description = "What is wrong with the new version.")
  private @Nullable Fault fault;

  @Option(
      names = "--router",
      paramLabel = "gateway|nginx|haproxy",
      description =
          "What carries the users: Serin's gateway, or an nginx or HAProxy that the demo starts in a"
              + " temporary folder; it must be installed, and yours is not touched.")
  private String router = "gateway";

  @Option(
      names = "--services",
      description =
          "Only play two versions of a service, at 127.0.0.1:9001 and 9002 (which has the fault), and"
              + " their users, who come in by the gateway at --listen: for a release at a server.")
  private boolean services;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Where users come in. Default: 127.0.0.1 and any free port; with --services port 8080.")
  private @Nullable String listen;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "text: a live view on a terminal, lines elsewhere; json: an object a line.")
  private Output output = Output.TEXT;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (services) {
      return new DemoCast(console)
          .play(
              Objects.requireNonNullElse(fault, Fault.NONE),
              Objects.requireNonNullElse(listen, "127.0.0.1:8080"));
    }
    return new DemoRun(console, output)
        .play(fault, Objects.requireNonNullElse(listen, "127.0.0.1:0"), router);
  }
}
