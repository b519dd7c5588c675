package dev.serin.server.access;

import dev.serin.server.access.Caller.Hasty;
import dev.serin.server.access.Caller.Known;
import dev.serin.server.access.Caller.Unknown;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Json;
import dev.serin.server.http.Problem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/api/v1/session`: who the caller is, and the dashboard's logins with a token.
final class SessionEndpoints implements Endpoints {
  /// Who could not say who they are, in the audit trail.
  static final String STRANGER = "somebody";

  private static final Audit.Deed LOG_IN = new Audit.Deed("log in", null, null, null);
  private static final Audit.Deed LOG_OUT = new Audit.Deed("log out", null, null, null);

  private final Parts parts;

  SessionEndpoints(Parts parts) {
    this.parts = parts;
  }

  /// What logins need.
  record Parts(
      Callers callers,
      Sessions sessions,
      Tokens tokens,
      Audit audit,
      Cookies cookies,
      Duration lasts,
      InstantSource clock) {
    /// Writes down that somebody could not log in.
    void denied(Context request, String by) {
      audit.record(LOG_IN, by, "denied", request.ip());
    }

    /// Begins a session, and gives its cookie to the browser.
    ///
    /// @param token the number of the token that it is made with; null for none
    Known begin(Context request, Principal principal, @Nullable Long token) {
      Instant ends = clock.instant().plus(lasts);
      String cookie = sessions.begin(new Sessions.Session(principal, token, ends));
      cookies.setSession(request, cookie, lasts);
      audit.record(LOG_IN, principal.name(), "done", request.ip());
      return new Known(
          principal,
          token == null ? Caller.Login.OIDC : Caller.Login.TOKEN,
          Callers.csrf(cookie),
          ends);
    }
  }

  /// What a client sends to log in.
  record Wanted(String token) {
    /// Without it.
    @Override
    public String toString() {
      return "Wanted[]";
    }
  }

  @Override
  public void add(JavalinConfig config) {
    config
        .routes
        .get("/api/v1/session", this::tell, Role.ANYONE)
        .post("/api/v1/session", this::begin, Role.ANYONE)
        .delete("/api/v1/session", this::end, Role.ANYONE);
  }

  private void tell(Context request) {
    switch (Gate.caller(request)) {
      case Known known -> request.json(shown(known));
      case Unknown(Problem problem) ->
          throw Gate.stranger(request, problem.with("logins", logins()));
      case Hasty(Duration wait) -> throw Gate.wait(request, wait);
    }
  }

  /// How somebody can log in.
  private List<String> logins() {
    return parts.callers().loginWithProvider() ? List.of("token", "oidc") : List.of("token");
  }

  private void begin(Context request) {
    if (!String.valueOf(request.contentType()).startsWith("application/json")) {
      // A form on another page could send any other type without asking.
      throw Problem.of(415, "unsupported-media-type", "send {\"token\": ...} as application/json")
          .exception();
    }
    String secret =
        Optional.ofNullable(Json.read(request.body(), Wanted.class).token()).orElse("").strip();
    switch (parts.callers().byToken(secret, request.ip())) {
      case Known known -> request.json(shown(begun(request, known, secret)));
      case Unknown(Problem problem) -> {
        parts.denied(request, STRANGER);
        throw problem.exception();
      }
      case Hasty(Duration wait) -> throw Gate.wait(request, wait);
    }
  }

  private Known begun(Context request, Known known, String secret) {
    Optional<Tokens.Token> token = parts.tokens().find(secret);
    if (token.isEmpty()) {
      throw Problem.badRequest("log in with a token of this server: it begins with serin_")
          .exception();
    }
    return parts.begin(request, known.principal(), token.get().id());
  }

  private void end(Context request) {
    Optional<String> cookie = parts.cookies().session(request);
    if (cookie.isPresent() && parts.callers().of(request) instanceof Known known) {
      Gate.repeats(request, known);
      parts.sessions().end(cookie.get());
      parts.audit().record(LOG_OUT, known.principal().name(), "done", request.ip());
    }
    parts.cookies().endSession(request);
    request.status(204);
  }

  private static Map<String, Object> shown(Known known) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", known.principal().name());
    shown.put("roles", Grants.shown(known.principal().grants()));
    shown.put("expiresAt", known.expiresAt());
    shown.put("csrfToken", known.csrf());
    shown.put("login", known.login().word());
    return shown;
  }
}
