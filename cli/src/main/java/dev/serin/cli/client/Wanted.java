package dev.serin.cli.client;

import dev.serin.cli.console.Console;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a command line says of the server that it wants; null is what it does not say.
///
/// The server is, in this order: `--server` or `--context`, `SERIN_SERVER`, the current context.
/// A saved token goes to the server that it was saved for, and to no other.
///
/// @param server an address
/// @param context the name of a saved server
public record Wanted(
    @Nullable String server,
    @Nullable String context,
    @Nullable Path tokenFile,
    @Nullable Path caCert,
    @Nullable String namespace) {

  /// True when the command line itself names a server.
  public boolean named() {
    return server != null || context != null;
  }

  /// The server that is chosen; empty when none is.
  ///
  /// @throws Refusal when what was said does not fit, or can not be read
  public Optional<Target> choose(Console console) {
    if (server != null && context != null) {
      throw new Refusal("--server and --context both name a server; give one of them");
    }
    Contexts saved = ContextsFile.of(console).read();
    String fromEnvironment = variable(console, "SERIN_SERVER");
    if (context != null) {
      return Optional.of(target(saved.named(context), true, console));
    }
    if (server != null) {
      return Optional.of(target(Target.address(server), "--server", saved, console));
    }
    if (!fromEnvironment.isEmpty()) {
      return Optional.of(target(Target.address(fromEnvironment), "SERIN_SERVER", saved, console));
    }
    return saved.chosen().map(current -> target(current, false, console));
  }

  /// The server that is chosen.
  ///
  /// @throws Refusal when none is, too
  public Target require(Console console) {
    return choose(console)
        .orElseThrow(
            () ->
                new Refusal(
                    "no server is chosen: serin login URL saves one; --server URL, --context NAME"
                        + " and SERIN_SERVER name one"));
  }

  /// The token of `--token-file`, else of `SERIN_TOKEN`; empty for none.
  String givenToken(Console console) {
    return firstOf(tokenOfFile(), variable(console, "SERIN_TOKEN"));
  }

  private Target target(URI address, String chosenBy, Contexts saved, Console console) {
    Optional<Context> same = saved.at(address);
    String token =
        firstOf(
            tokenOfFile(), variable(console, "SERIN_TOKEN"), same.map(Context::token).orElse(""));
    Path authority = same.map(Context::caCert).orElse(null);
    return warned(
        new Target(
            address,
            chosenBy,
            token,
            authority(console, authority),
            namespace(same.map(Context::namespace).orElse(""))),
        console);
  }

  private Target target(Context context, boolean byOption, Console console) {
    String fromEnvironment = variable(console, "SERIN_TOKEN");
    String token =
        byOption
            ? firstOf(tokenOfFile(), context.token(), fromEnvironment)
            : firstOf(tokenOfFile(), fromEnvironment, context.token());
    return warned(
        new Target(
            context.server(),
            "context " + context.name(),
            token,
            authority(console, context.caCert()),
            namespace(context.namespace())),
        console);
  }

  private static Target warned(Target target, Console console) {
    if (target.open() && !target.token().isEmpty()) {
      console.fail(
          "serin: warning: the token goes to "
              + target.address()
              + " in the clear; everybody on the way can read it: use https");
    }
    return target;
  }

  private String namespace(String saved) {
    return firstOf(namespace == null ? "" : namespace, saved, "default");
  }

  private @Nullable Path authority(Console console, @Nullable Path saved) {
    String fromEnvironment = variable(console, "SERIN_CA_CERT");
    return caCert != null ? caCert : fromEnvironment.isEmpty() ? saved : Path.of(fromEnvironment);
  }

  private String tokenOfFile() {
    Path file = tokenFile;
    if (file == null) {
      return "";
    }
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new Refusal(file + " holds no token: it must hold one word and nothing else");
      }
      return token;
    } catch (IOException e) {
      throw new Refusal("--token-file " + file + " can not be read; check its name and its rights");
    }
  }

  private static String variable(Console console, String name) {
    return console.environment().getOrDefault(name, "").strip();
  }

  private static String firstOf(String... texts) {
    return Stream.of(texts).filter(text -> !text.isEmpty()).findFirst().orElse("");
  }
}
