package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.serve.ServerOrder;
import dev.serin.cli.serve.ServerRun;
import dev.serin.server.logs.Logs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `serin server`.
@Command(
    name = "server",
    sortOptions = false,
    description = {
      "Run many rollouts at once, with an API and a dashboard.",
      "",
      "Manifests come in by serin apply. What is stored survives a crash at any moment; with"
          + " --database several servers share the rollouts, and one takes over from another."
    },
    footer = {
      "",
      "Exit codes: 0 ended by Ctrl-C or SIGTERM, 2 wrong command, 3 the store can not be used.",
      "",
      "Examples:",
      "  serin server",
      "  serin server --database postgresql://serin@db1/serin --name eu-1",
      "  serin server --listen 0.0.0.0:7070 --tls-cert serin.pem --tls-key serin.key"
    })
final class ServerCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where the API and the dashboard answer. Default: ${DEFAULT-VALUE}.")
  private String listen = "127.0.0.1:7070";

  @Mixin private StorageOption storage = new StorageOption();

  @Option(
      names = "--gateway",
      paramLabel = "HOST:PORT",
      description =
          "Where users of Serin's own gateway come in; a Gateway document that is applied says more,"
              + " at the next start. Default: 127.0.0.1:8080.")
  private @Nullable String gateway;

  @Option(
      names = "--gateway-admin",
      paramLabel = "HOST:PORT",
      description = "Where the gateway's own metrics are. Default: any free port of 127.0.0.1.")
  private @Nullable String gatewayAdmin;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description = "The Prometheus to ask in place of the one that manifests name.")
  private @Nullable String prometheus;

  @Option(
      names = "--secret",
      paramLabel = "NAMESPACE/NAME/KEY=PLACE",
      description =
          "Where a secret is that manifests of a namespace name: env:VAR or file:PATH. It is read"
              + " anew each time. NAME/KEY=PLACE is for every namespace: whoever may apply in any"
              + " of them can have it sent anywhere.")
  private Map<String, String> secrets = new LinkedHashMap<>();

  @Option(
      names = "--exclude",
      paramLabel = "ADDRESS",
      description =
          "What metrics, gates and notifications must not ask: a network (10.0.0.0/8), an address, a"
              + " host, *.domain, each also with :PORT; may be repeated. Link-local addresses, where"
              + " clouds keep credentials, are always among them.")
  private List<String> excluded = List.of();

  @Option(
      names = "--allow",
      paramLabel = "ADDRESS",
      description = "What may be asked all the same.")
  private List<String> allowed = List.of();

  @Option(
      names = "--notifications",
      paramLabel = "FILE",
      description = "Who is told of what: chats, webhooks, mailboxes, event brokers.")
  private @Nullable Path notifications;

  @Option(
      names = "--keep-measurements",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description =
          "How long charts of analysis runs go back: older measurements are deleted, but for the"
              + " latest ones of each metric. Default: 720h.")
  private @Nullable Duration keepMeasurements;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "How log lines are written on the error stream: text or json. Default: text.")
  private Logs.Format logFormat = Logs.Format.TEXT;

  @Mixin private AccessMixin access = new AccessMixin();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the other servers call this one. Default: the host's name.")
  private @Nullable String name;

  ServerCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Logs.open(logFormat, System.err);
    Path folder = storage.folder(console.environment());
    return new ServerRun(console)
        .serve(
            new ServerOrder(
                listen,
                storage.storage(folder, console.environment()),
                new ServerOrder.Gateway(gateway, gatewayAdmin),
                new ServerOrder.Outside(secrets, prometheus, excluded, allowed),
                new ServerOrder.Access(access.given(), access.publicUrl()),
                notifications,
                keepMeasurements,
                name));
  }
}
