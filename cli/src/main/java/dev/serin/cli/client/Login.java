package dev.serin.cli.client;

import dev.serin.cli.console.Console;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks a token at a server, and saves both.
///
/// @param name what the context is to be called
/// @param namespace where rollouts are that are named without one; empty for `default`
/// @param caCert PEM file of the authority that vouches for the server; null for the usual ones
public record Login(Console console, String name, String namespace, @Nullable Path caCert) {
  /// Where a token comes from; when neither is said, from `SERIN_TOKEN` or a person.
  ///
  /// @param input true for the standard input
  /// @param file a file; null for none
  public record TokenPlace(boolean input, @Nullable Path file) {}

  /// What was saved, and who the token is.
  public record Done(Context context, Seen session, Path file) {
    /// For people.
    public List<String> lines() {
      String who = session.text("name");
      String roles =
          session.parts("roles").stream()
              .map(grant -> grant.text("role") + " in " + where(grant.text("namespace")))
              .collect(Collectors.joining(", "));
      return List.of(
          "logged in to "
              + context.server()
              + (who.isEmpty() ? "" : " as " + who)
              + (roles.isEmpty() ? "" : " (" + roles + ")")
              + session
                  .time("expiresAt")
                  .map(at -> "; the token expires at " + at.truncatedTo(ChronoUnit.SECONDS))
                  .orElse(""),
          "saved as context " + context.name() + " in " + file + "; commands go there now");
    }

    private static String where(String namespace) {
      return namespace.equals("*") || namespace.isEmpty() ? "every namespace" : namespace;
    }

    /// For scripts; without the token.
    public Map<String, Object> tree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("context", context.name());
      tree.put("server", context.server().toString());
      tree.put("file", file.toString());
      tree.put("session", session.tree());
      return tree;
    }
  }

  /// Logs in.
  ///
  /// @throws Refusal when the server does not know the token
  public Done to(URI server, TokenPlace place) {
    Path authority = caCert == null ? null : caCert.toAbsolutePath().normalize();
    Seen open = place.input() || place.file() != null ? Seen.NOTHING : anonymous(server, authority);
    String token = open.text("login").equals("none") ? "" : token(server, place);
    Context context = new Context(name, server, token, authority, namespace);
    Seen session = token.isEmpty() ? open : session(server, token, authority);
    ContextsFile file = ContextsFile.of(console);
    file.write(file.read().with(context));
    return new Done(context, session, file.path());
  }

  /// Who somebody without a token is; nothing when the server wants one.
  private Seen anonymous(URI server, @Nullable Path authority) {
    try {
      return session(server, "", authority);
    } catch (Refusal _) {
      return Seen.NOTHING;
    }
  }

  private Seen session(URI server, String token, @Nullable Path authority) {
    Target target = new Target(server, "login", token, authority, "default");
    if (target.open() && !token.isEmpty()) {
      console.fail("serin: warning: the token goes to " + server + " in the clear; use https");
    }
    try (Api api = new Api(target, console)) {
      return api.session();
    }
  }

  private String token(URI server, TokenPlace place) {
    Wanted wanted = new Wanted(null, null, place.file(), null, null);
    String given = place.input() ? firstLine() : wanted.givenToken(console);
    String token = given.isEmpty() && !place.input() ? asked(server) : given;
    if (token.isBlank()) {
      throw new Refusal(
          "no token was given for "
              + server
              + "; --token-stdin, --token-file or SERIN_TOKEN gives it");
    }
    return token.strip();
  }

  private String firstLine() {
    try {
      byte[] bytes = console.in().readNBytes(1 << 16);
      return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new Refusal("the standard input can not be read: " + e.getMessage());
    }
  }

  private String asked(URI server) {
    return Optional.ofNullable(System.console())
        .filter(_ -> console.terminal())
        .map(terminal -> terminal.readPassword("Token for %s: ", server))
        .map(String::new)
        .orElse("");
  }
}
