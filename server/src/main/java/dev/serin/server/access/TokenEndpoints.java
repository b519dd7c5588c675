package dev.serin.server.access;

import dev.serin.server.access.Tokens.Token;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Json;
import dev.serin.server.http.Problem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tokens`: administrators make, see and revoke tokens for where they are administrators.
final class TokenEndpoints implements Endpoints {
  /// How long a token lasts whose maker does not say.
  static final Duration LASTS = Duration.ofDays(90);

  private final Tokens tokens;
  private final Sessions sessions;

  TokenEndpoints(Tokens tokens, Sessions sessions) {
    this.tokens = tokens;
    this.sessions = sessions;
  }

  /// What a client sends to have a token.
  ///
  /// @param expiresAt null for [#LASTS]
  record Wanted(String name, List<WantedRole> roles, @Nullable Instant expiresAt) {}

  /// A role that it wants.
  ///
  /// @param role `viewer`, `operator` or `admin`
  /// @param namespace null for all
  record WantedRole(String role, @Nullable String namespace) {
    Grant grant() {
      return new Grant(
          named(), namespace == null || namespace.isBlank() ? Grant.EVERYWHERE : namespace);
    }

    private Role named() {
      return switch (role) {
        case "viewer" -> Role.VIEWER;
        case "operator" -> Role.OPERATOR;
        case "admin" -> Role.ADMIN;
        case null, default ->
            throw Problem.badRequest("`role` must be viewer, operator or admin").exception();
      };
    }
  }

  @Override
  public void add(JavalinConfig config) {
    config
        .routes
        .get("/api/v1/tokens", this::list, Role.ADMIN)
        .post("/api/v1/tokens", this::make, Role.ADMIN)
        .delete("/api/v1/tokens/{id}", this::revoke, Role.ADMIN);
  }

  private void list(Context request) {
    Principal caller = Principal.of(request);
    List<Map<String, Object>> items =
        tokens.list().stream()
            .filter(token -> administers(caller, token))
            .map(TokenEndpoints::shown)
            .toList();
    request.json(Map.of("items", items));
  }

  private void make(Context request) {
    Principal caller = Principal.of(request);
    Wanted wanted = Json.read(request.body(), Wanted.class);
    Tokens.Order order =
        new Tokens.Order(
            Optional.ofNullable(wanted.name()).orElse(""),
            Optional.ofNullable(wanted.roles()).orElse(List.of()).stream()
                .map(WantedRole::grant)
                .toList(),
            Optional.ofNullable(wanted.expiresAt()).orElseGet(() -> Instant.now().plus(LASTS)));
    Audit.deed(request, deed("create token", order));
    order.grants().stream()
        .filter(grant -> !caller.may(Role.ADMIN, grant.namespace()))
        .findFirst()
        .ifPresent(
            grant -> {
              throw Gate.denied(caller, Role.ADMIN, grant.namespace()).exception();
            });
    Tokens.Issued issued = tokens.issue(order, caller.name());
    Map<String, Object> answer = shown(issued.token());
    answer.put("token", issued.secret());
    request.status(201).json(answer);
  }

  private void revoke(Context request) {
    Principal caller = Principal.of(request);
    Token token =
        tokens.list().stream()
            .filter(it -> Long.toString(it.id()).equals(request.pathParam("id")))
            .filter(it -> administers(caller, it))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.notFound("there is no token with the id " + request.pathParam("id"))
                        .exception());
    Audit.deed(request, deed("revoke token", token.order()));
    var _ = tokens.revoke(token.id());
    sessions.forget();
    request.status(204);
  }

  private static Audit.Deed deed(String action, Tokens.Order order) {
    Set<String> namespaces =
        order.grants().stream().map(Grant::namespace).collect(Collectors.toSet());
    String first = order.grants().getFirst().namespace();
    boolean one = namespaces.size() == 1 && !first.equals(Grant.EVERYWHERE);
    return new Audit.Deed(action, one ? first : null, order.name(), null);
  }

  private static boolean administers(Principal caller, Token token) {
    return token.order().grants().stream()
        .allMatch(grant -> caller.may(Role.ADMIN, grant.namespace()));
  }

  private static Map<String, Object> shown(Token token) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", token.id());
    shown.put("name", token.order().name());
    shown.put("roles", Grants.shown(token.order().grants()));
    shown.put("by", token.by());
    shown.put("createdAt", token.madeAt());
    shown.put("expiresAt", token.order().expiresAt());
    shown.put("revoked", token.revokedAt() != null);
    shown.put("revokedAt", token.revokedAt());
    shown.put("usedAt", token.usedAt());
    return shown;
  }
}
