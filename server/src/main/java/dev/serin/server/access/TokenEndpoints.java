package dev.serin.server.access;

import dev.serin.server.access.Tokens.Token;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Json;
import dev.serin.server.http.Problem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tokens`: administrators make, see and revoke tokens for where they are administrators.
final class TokenEndpoints implements Endpoints {
  private final Tokens tokens;
  private final Sessions sessions;

  TokenEndpoints(Tokens tokens, Sessions sessions) {
    this.tokens = tokens;
    this.sessions = sessions;
  }

  /// What a client sends to have a token.
  ///
  /// @param role `viewer`, `operator` or `admin`
  /// @param namespaces null for all
  /// @param expiresAt null for never
  record Wanted(
      String name, String role, @Nullable List<String> namespaces, @Nullable Instant expiresAt) {}

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
            .filter(token -> administers(caller, token.order().namespaces()))
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
            role(wanted.role()),
            Optional.ofNullable(wanted.namespaces()).orElse(List.of(Grant.EVERYWHERE)),
            wanted.expiresAt());
    Audit.deed(request, deed("create token", order));
    order.namespaces().stream()
        .filter(namespace -> !caller.may(Role.ADMIN, namespace))
        .findFirst()
        .ifPresent(
            namespace -> {
              throw Gate.denied(caller, Role.ADMIN, namespace).exception();
            });
    Tokens.Issued issued = tokens.issue(order, caller.name());
    Map<String, Object> answer = shown(issued.token());
    answer.put("token", issued.secret());
    request.status(201).json(answer);
  }

  private static Role role(@Nullable String text) {
    return switch (text) {
      case "viewer" -> Role.VIEWER;
      case "operator" -> Role.OPERATOR;
      case "admin" -> Role.ADMIN;
      case null, default ->
          throw Problem.badRequest("`role` must be viewer, operator or admin").exception();
    };
  }

  private void revoke(Context request) {
    Principal caller = Principal.of(request);
    Token token =
        tokens.list().stream()
            .filter(it -> Long.toString(it.id()).equals(request.pathParam("id")))
            .filter(it -> administers(caller, it.order().namespaces()))
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
    String alone = order.namespaces().size() == 1 ? order.namespaces().getFirst() : "*";
    return new Audit.Deed(action, alone.equals("*") ? null : alone, order.name(), null);
  }

  private static boolean administers(Principal caller, List<String> namespaces) {
    return namespaces.stream().allMatch(namespace -> caller.may(Role.ADMIN, namespace));
  }

  private static Map<String, Object> shown(Token token) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", token.id());
    shown.put("name", token.order().name());
    shown.put("role", token.order().role().name().toLowerCase(Locale.ROOT));
    shown.put("namespaces", token.order().namespaces());
    shown.put("by", token.by());
    shown.put("createdAt", token.madeAt());
    shown.put("expiresAt", token.order().expiresAt());
    shown.put("revokedAt", token.revokedAt());
    shown.put("lastUsedAt", token.usedAt());
    return shown;
  }
}
