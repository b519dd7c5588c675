package dev.serin.server.access;

import dev.serin.server.access.Caller.Hasty;
import dev.serin.server.access.Caller.Known;
import dev.serin.server.access.Caller.Login;
import dev.serin.server.access.Caller.Unknown;
import dev.serin.server.access.oidc.Identity;
import dev.serin.server.access.oidc.OpenId;
import dev.serin.server.http.Problem;
import io.javalin.http.Context;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells who sends a request: by its token, by its session, or because nobody has to log in.
final class Callers {
  /// Everybody, where nobody has to log in.
  static final Principal LOCAL =
      new Principal(Principal.LOCAL, List.of(new Grant(Role.ADMIN, Grant.EVERYWHERE)));

  private static final String BEARER = "Bearer ";

  private final AccessOptions options;
  private final boolean onLoopback;
  private final Tokens tokens;
  private final Sessions sessions;
  private final Limits limits;
  private final Cookies cookies;
  private final @Nullable OpenId provider;
  private final Remembered<Identity.Known> identities;

  Callers(AccessOptions options, InetSocketAddress address, Keeping keeping) {
    this.options = options;
    this.onLoopback = address.getAddress().isLoopbackAddress();
    this.tokens = keeping.tokens();
    this.sessions = keeping.sessions();
    this.limits = keeping.limits();
    this.cookies = new Cookies(options.secure());
    this.provider = options.openId() == null ? null : new OpenId(options.openId());
    this.identities = new Remembered<>(InstantSource.system());
  }

  /// What is kept of callers.
  record Keeping(Tokens tokens, Sessions sessions, Limits limits) {}

  @Nullable OpenId provider() {
    return provider;
  }

  /// True when people can log in at the identity provider.
  boolean loginWithProvider() {
    return options.openId() != null && options.openId().clientId() != null;
  }

  /// True when whoever does not say who they are may do nothing. On the loopback that is so once
  /// there was a token, or with an identity provider, or when others come through a proxy.
  boolean loginNeeded() {
    return !onLoopback
        || options.requireLogin()
        || options.publicUrl() != null
        || provider != null
        || tokens.anyMade();
  }

  Caller of(Context request) {
    @Nullable String header = request.header("Authorization");
    if (header != null) {
      return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? byToken(header.substring(BEARER.length()).strip(), request.ip())
          : Unknown.because("the Authorization header must be \"Bearer TOKEN\"");
    }
    Optional<String> cookie = cookies.session(request);
    Optional<Known> session = cookie.flatMap(this::bySession);
    if (session.isPresent()) {
      return session.get();
    }
    return loginNeeded()
        ? Unknown.because(
            cookie.isPresent()
                ? "the session is over: log in again"
                : "log in, or send a token as \"Authorization: Bearer TOKEN\"")
        : new Known(LOCAL, Login.NONE, null, null);
  }

  private Optional<Known> bySession(String cookie) {
    return sessions
        .find(cookie)
        .map(
            session ->
                new Known(
                    session.principal(),
                    session.token() == null ? Login.OIDC : Login.TOKEN,
                    csrf(cookie),
                    session.expiresAt()));
  }

  /// What requests of a session have to repeat: only who has the cookie could tell.
  static String csrf(String cookie) {
    return Secret.derived("csrf", cookie);
  }

  /// Who shows a token of this server or of the identity provider. A good one is good also where
  /// somebody else behind the same address guesses: only who shows a wrong one has to wait.
  Caller byToken(String secret, String remote) {
    Caller caller =
        secret.startsWith(Tokens.PREFIX) || provider == null ? ours(secret) : theirs(secret);
    if (caller instanceof Unknown(Problem problem) && problem.status() == 401) {
      Optional<Duration> wait = limits.failure(remote);
      return wait.isPresent() ? new Hasty(wait.get()) : caller;
    }
    return caller;
  }

  private Caller ours(String secret) {
    Optional<Caller> known =
        tokens
            .find(secret)
            .map(it -> new Known(it.principal(), Login.TOKEN, null, it.order().expiresAt()));
    return known.orElseGet(
        () -> Unknown.because("there is no such token, or it expired or was revoked"));
  }

  private Caller theirs(String token) {
    Optional<Identity.Known> before = identities.known(Secret.hash(token));
    if (before.isPresent()) {
      return known(before.get());
    }
    if (provider == null) {
      throw new IllegalStateException("there is no identity provider");
    }
    return switch (provider.verify(token)) {
      case Identity.Known identity -> {
        var _ = identities.find(Secret.hash(token), _ -> Optional.of(identity));
        yield known(identity);
      }
      case Identity.Refused(var why) -> Unknown.because(why);
      case Identity.Unreachable(var why) ->
          new Unknown(Problem.of(503, "identity-provider-unreachable", why));
    };
  }

  private Known known(Identity.Known identity) {
    return new Known(principal(identity), Login.OIDC, null, identity.expiresAt());
  }

  /// Whom the identity provider vouches for, with what the mapping of roles makes of them.
  Principal principal(Identity.Known identity) {
    return new Principal(
        "oidc:" + identity.name(), RoleMapping.grants(options.mappings(), identity.claims()));
  }
}
