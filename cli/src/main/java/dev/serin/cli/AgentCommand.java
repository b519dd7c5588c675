package dev.serin.cli;

import dev.serin.cli.console.Console;
import dev.serin.cli.run.AgentRun;
import dev.serin.routers.agent.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin agent`.
@Command(
    name = "agent",
    sortOptions = false,
    description = {
      "Let a Serin on another machine steer the nginx or HAProxy of this one.",
      "",
      "It answers over TLS, and only to who has a certificate of the authority. By itself it steers"
          + " nothing: when nobody asks, traffic stays where it is."
    },
    footer = {
      "",
      "Exit codes: 0 ended by Ctrl-C, 2 wrong manifest or command.",
      "",
      "Examples:",
      "  serin agent rollout.yaml --listen 0.0.0.0:9443 --tls-cert lb1.pem --tls-key lb1.key \\",
      "      --authority serin-ca.pem",
      "  In the manifest that is run elsewhere:",
      "      serin/nginx: {agents: [lb1:9443, lb2:9443], tls: {certificate: F, key: F, authority: F}}"
    })
final class AgentCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Manifests of the rollouts whose router is on this machine.")
  private List<Path> files = List.of();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen. Default: ${DEFAULT-VALUE}.")
  private String listen = "127.0.0.1:9443";

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      required = true,
      description =
          "This machine's certificate with its chain, in PEM; for the name that agents has.")
  private Path certificate = Path.of("");

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      required = true,
      description = "Its key: PKCS 8 in PEM, without a password.")
  private Path key = Path.of("");

  @Option(
      names = "--authority",
      paramLabel = "FILE",
      required = true,
      description = "Who signed the certificates that may steer, in PEM.")
  private Path authority = Path.of("");

  @Option(
      names = "--router",
      paramLabel = "nginx|haproxy",
      description = "The load balancer, when the manifests do not name it.")
  private @Nullable String router;

  AgentCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    TlsFiles tls = new TlsFiles(certificate, key, authority);
    return new AgentRun(console).serve(new AgentRun.Order(files, listen, tls, router));
  }
}
