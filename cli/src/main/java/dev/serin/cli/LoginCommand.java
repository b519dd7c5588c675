package dev.serin.cli;

import dev.serin.cli.client.Login;
import dev.serin.cli.client.Target;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `serin login`.
@Command(
    name = "login",
    description = "Check a token at a server, and save both as a context.",
    footer = {
      "",
      "The token is asked for on the terminal, unless --token-stdin, --token-file or SERIN_TOKEN"
          + " gives it; no command takes it as an argument, where other users could see it. A server"
          + " with a login of its own gives tokens in its dashboard.",
      "",
      "Examples:",
      "  serin login https://serin.example.com",
      "  serin login https://serin.example.com --name prod --token-stdin < token",
      "  serin login https://10.0.0.5:8443 --ca-cert ca.pem"
    })
final class LoginCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "URL", description = "The server.")
  private String url = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What to call the context. Default: the server's host and port.")
  private String name = "";

  @Option(names = "--token-stdin", description = "Read the token from the standard input.")
  private boolean fromInput;

  @Option(names = "--token-file", paramLabel = "FILE", description = "Read the token from a file.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description = "The certificate, in PEM, of the authority that vouches for the server.")
  private @Nullable Path caCert;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Where rollouts are that are named without one. Default: default.")
  private String namespace = "";

  @Mixin private final LayoutOption output = new LayoutOption();

  LoginCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    URI server = Target.address(url);
    String called = name.isEmpty() ? server.getRawAuthority().replaceAll("[\\[\\]]", "") : name;
    Login login = new Login(console, called, namespace, caCert);
    Login.Done done = login.to(server, new Login.TokenPlace(fromInput, tokenFile));
    output.layout.print(console, done.tree(), done::lines);
    return ExitCode.DONE;
  }
}
