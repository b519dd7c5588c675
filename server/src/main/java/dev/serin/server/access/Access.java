package dev.serin.server.access;

import dev.serin.server.Refusal;
import dev.serin.server.access.oidc.Login;
import dev.serin.server.access.oidc.OpenId;
import dev.serin.server.access.tls.SecureEntrance;
import dev.serin.server.http.Endpoints;
import dev.serin.server.store.Store;
import io.javalin.config.JavalinConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who gets into a server, and what they may do there. It is the first part of a web server, so
/// that it sees every request before the others.
public final class Access implements Endpoints, AutoCloseable {
  /// The name of the token that [#firstToken] makes.
  public static final String FIRST = "first";

  private static final Duration FIRST_LASTS = Duration.ofDays(1);

  private final AccessOptions options;
  private final InetSocketAddress address;
  private final Tokens tokens;
  private final Sessions sessions;
  private final Audit audit;
  private final Limits limits;
  private final Callers callers;
  private final @Nullable SecureEntrance entrance;

  private Access(AccessOptions options, InetSocketAddress address, Store store) {
    InstantSource clock = InstantSource.system();
    this.options = options;
    this.address = address;
    this.tokens = new Tokens(store, clock);
    this.sessions = new Sessions(store, clock);
    this.audit = new Audit(store, clock);
    this.limits = new Limits(options.requestsPerSecond());
    this.callers = new Callers(options, address, new Callers.Keeping(tokens, sessions, limits));
    this.entrance = options.tls() == null ? null : SecureEntrance.open(options.tls());
  }

  /// Access to a server at an address.
  ///
  /// @throws Refusal when [AccessOptions#problem] has something against the address, or the
  ///     certificate can not be used
  public static Access open(AccessOptions options, InetSocketAddress address, Store store) {
    options
        .problem(address)
        .ifPresent(
            problem -> {
              throw new Refusal(problem);
            });
    return new Access(options, address, store);
  }

  /// The tokens that let callers in.
  public Tokens tokens() {
    return tokens;
  }

  /// The audit trail.
  public Audit audit() {
    return audit;
  }

  /// How callers log in at present: `none`, `token`, or `oidc` where tokens do too.
  public String login() {
    if (!callers.loginNeeded()) {
      return Caller.Login.NONE.word();
    }
    return (callers.loginWithProvider() ? Caller.Login.OIDC : Caller.Login.TOKEN).word();
  }

  /// A token for the first administrator, for a day, when callers have to log in and nobody could
  /// as administrator of everything: neither by a valid token nor by a role that the identity
  /// provider gives.
  public Optional<Tokens.Issued> firstToken() {
    Instant now = Instant.now();
    List<Tokens.Token> valid = tokens.list().stream().filter(it -> it.valid(now)).toList();
    Grant all = new Grant(Role.ADMIN, Grant.EVERYWHERE);
    boolean administered =
        valid.stream().anyMatch(it -> it.principal().may(Role.ADMIN, Grant.EVERYWHERE))
            || options.mappings().stream().anyMatch(it -> it.grant().equals(all));
    if (!callers.loginNeeded() || administered) {
      return Optional.empty();
    }
    tokens.list().stream()
        .filter(it -> it.order().name().equals(FIRST) && it.revokedAt() == null)
        .forEach(it -> tokens.revoke(it.id()));
    Tokens.Order order = new Tokens.Order(FIRST, List.of(all), now.plus(FIRST_LASTS));
    Tokens.Issued issued = tokens.issue(order, "server");
    audit.record(new Audit.Deed("create token", null, FIRST, null), "server", "done", null);
    return Optional.of(issued);
  }

  @Override
  public void add(JavalinConfig config) {
    if (entrance != null) {
      config.jetty.addConnector((server, http) -> entrance.connector(server, http, address));
    }
    Gate gate = new Gate(callers, limits, options);
    config.routes.before(gate::enter).beforeMatched(gate::check).after(new Trail(audit)::after);
    endpoints().forEach(part -> part.add(config));
  }

  private List<Endpoints> endpoints() {
    var parts =
        new SessionEndpoints.Parts(
            callers,
            sessions,
            tokens,
            audit,
            new Cookies(options.secure()),
            options.sessionLasts(),
            InstantSource.system());
    @Nullable OpenId provider = callers.provider();
    @Nullable Login login =
        provider != null && callers.loginWithProvider() ? new Login(provider) : null;
    return List.of(
        new SessionEndpoints(parts),
        new TokenEndpoints(tokens, sessions),
        new AuditEndpoint(audit),
        new ProviderEndpoints(parts, login, options.publicUrl()));
  }

  @Override
  public void close() {
    if (entrance != null) {
      entrance.close();
    }
  }
}
