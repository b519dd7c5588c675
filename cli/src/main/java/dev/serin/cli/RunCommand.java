package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Output;
import dev.serin.cli.run.RunOrder;
import dev.serin.cli.run.Runs;
import dev.serin.server.site.Targets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin run`.
@Command(
    name = "run",
    sortOptions = false,
    description = "Run rollouts from their first step to promotion or rollback.",
    footer = {
      "",
      "Exit codes: 0 promoted, 1 rolled back, 2 wrong manifest or command, 3 undecided,",
      "            130 interrupted twice.",
      "",
      "Ctrl-C takes the update back (stable gets everything) and ends; again: leaves at once.",
      "",
      "Examples:",
      "  serin run rollout.yaml --stable http://localhost:9001 --canary http://localhost:9002",
      "  serin run manifests/ --prometheus http://localhost:9090 --listen 0.0.0.0:8080",
      "  serin run shop.yaml api.yaml gateway.yaml     each at the hosts that the Gateway routes to it",
      "  serin run --resume my-app     go on after a crash, with all that was said before",
      "  serin promote my-app          from a second terminal"
    })
final class RunCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Manifests: files, or folders with *.yaml, *.yml and *.json.")
  private List<Path> files = List.of();

  @Option(
      names = "--stable",
      paramLabel = "URL",
      description =
          "A server of the version that users trust; repeat for more. Not needed when the"
              + " manifests hold Backends.")
  private List<String> stable = List.of();

  @Option(
      names = "--canary",
      paramLabel = "URL",
      description = "A server of the new version; repeat for more.")
  private List<String> canary = List.of();

  @Option(
      names = "--stable-version",
      paramLabel = "V",
      description = "What the trusted version is called. Default: v1.")
  private @Nullable String stableVersion;

  @Option(
      names = "--canary-version",
      paramLabel = "V",
      description = "What the new version is called. Default: v2.")
  private @Nullable String canaryVersion;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where the gateway takes traffic. Default: 127.0.0.1:8080.")
  private @Nullable String listen;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description = "Where /metrics and /healthz are. Default: 127.0.0.1 and the next port.")
  private @Nullable String admin;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Speak TLS to users: the certificate with its chain, in PEM. Needs --tls-key.")
  private @Nullable String tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of the certificate: PKCS 8 in PEM, without a password.")
  private @Nullable String tlsKey;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description =
          "Write down each request, as JSON unless the Gateway says common. -: to the standard"
              + " output, with lines in place of the live view.")
  private @Nullable String accessLog;

  @Option(
      names = "--gateway-threads",
      paramLabel = "N",
      description = "How many threads carry the gateway's traffic, 1 to 64. Default: 2.")
  private @Nullable Integer gatewayThreads;

  @Option(
      names = "--router",
      paramLabel = "gateway|nginx|haproxy",
      description =
          "The router in place of the one that the manifest names: Serin's gateway, or a load balancer"
              + " that serin nginx init or serin haproxy init has prepared.")
  private @Nullable String router;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description = "Ask this Prometheus in place of every address in the manifests.")
  private @Nullable String prometheus;

  @Option(
      names = "--no-guard",
      description =
          "Attach no guard. Else a canary that names no analysis is compared with stable: errors,"
              + " latency, traffic.")
  private boolean noGuard;

  @Option(
      names = "--secret",
      paramLabel = "[NAMESPACE/]NAME/KEY=env:VAR|file:PATH",
      description =
          "Where a secret that an analysis needs is; for every namespace where none is named."
              + " Repeat for more.")
  private Map<String, String> secrets = new LinkedHashMap<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Which rollout, when the manifests hold several. Without it all run that a Gateway among"
              + " them routes.")
  private String name = "";

  @Mixin private final StateOption state = new StateOption();

  @ArgGroup private Again again = new Again();

  @Option(
      names = "--stay",
      description = "Serve on after the end, until Ctrl-C; so a retry is possible.")
  private boolean stay;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "End undecided (3) when it takes longer; --resume goes on later.")
  private @Nullable Duration timeout;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      description = "text: a live view on a terminal, lines elsewhere; json: an object a line.")
  private Output output = Output.TEXT;

  RunCommand(Console console) {
    this.console = console;
  }

  /// What becomes of a rollout that the state folder knows already.
  private static final class Again {
    @Option(
        names = "--resume",
        description = "Go on with an unfinished rollout; NAME in place of FILE, or nothing.")
    private boolean resume;

    @Option(names = "--restart", description = "Forget an unfinished rollout and begin anew.")
    private boolean restart;

    @Option(
        names = "--rollback",
        description = "Go back, step by step, to the version that was stable before.")
    private boolean rollback;
  }

  @Override
  public Integer call() {
    Targets targets = new Targets(stable, canary, stableVersion, canaryVersion);
    RunOrder.Surroundings surroundings =
        new RunOrder.Surroundings(
            listen,
            admin,
            router,
            prometheus,
            Map.copyOf(secrets),
            noGuard,
            gatewayThreads,
            accessLog,
            tlsCertificate,
            tlsKey);
    RunOrder order = new RunOrder(files, name, targets, surroundings, stay, timeout);
    Runs runs = new Runs(console, state.folder(console.environment()), output);
    if (again.resume) {
      return runs.resume(order);
    }
    if (again.rollback) {
      return runs.rollback(order);
    }
    return again.restart ? runs.restart(order) : runs.begin(order);
  }
}
