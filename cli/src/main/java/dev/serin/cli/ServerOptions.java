package dev.serin.cli;

import dev.serin.cli.client.Api;
import dev.serin.cli.client.Wanted;
import dev.serin.cli.console.Console;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server a command goes to.
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The server. Default: $SERIN_SERVER, else that of the current context.")
  private @Nullable String server;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "A server that serin login saved.")
  private @Nullable String context;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token. Default: $SERIN_TOKEN, else what serin login saved.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description =
          "The certificate, in PEM, of the authority that vouches for the server. Default:"
              + " $SERIN_CA_CERT, else what serin login saved, else the usual authorities.")
  private @Nullable Path caCert;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Where rollouts are that are named without one. Default: default.")
  private @Nullable String namespace;

  /// What was said.
  Wanted wanted() {
    return new Wanted(server, context, tokenFile, caCert, namespace);
  }

  /// The namespace that was said; empty for none.
  String namespace() {
    return namespace == null ? "" : namespace;
  }

  /// The way to the server.
  Api api(Console console) {
    return new Api(wanted().require(console), console);
  }
}
