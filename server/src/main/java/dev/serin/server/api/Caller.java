package dev.serin.server.api;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.access.Grant;
import dev.serin.server.access.Principal;
import dev.serin.server.access.Role;
import dev.serin.server.http.Problem;
import dev.serin.server.rollouts.Author;
import io.javalin.http.Context;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who makes a request.
///
/// @param principal as whoever let the request in left it
record Caller(Principal principal) {
  static Caller of(Context request) {
    @Nullable Principal principal = request.attribute(Principal.ATTRIBUTE);
    if (principal == null) {
      throw Problem.of(401, "unauthorized", "nobody is logged in").exception();
    }
    return new Caller(principal);
  }

  /// The caller as the audit trail names them.
  Author author(String why) {
    return new Author(principal.name(), why);
  }

  /// The namespaces to list; empty for all.
  ///
  /// @param asked what the request asks for; empty for whatever the caller may see
  /// @throws dev.serin.server.http.ProblemException when the caller may not see what is asked for
  Set<String> namespaces(String asked) {
    if (!asked.isEmpty()) {
      require(Role.VIEWER, asked);
      return Set.of(asked);
    }
    Set<String> own = new HashSet<>(principal.namespaces(Role.VIEWER));
    if (own.isEmpty()) {
      throw refused(Role.VIEWER, Grant.EVERYWHERE);
    }
    return own.contains(Grant.EVERYWHERE) ? Set.of() : own;
  }

  boolean sees(RolloutId id) {
    return principal.may(Role.VIEWER, id.namespace());
  }

  /// @param namespace empty for what belongs to none
  /// @throws dev.serin.server.http.ProblemException when the caller has not this role there
  void require(Role role, String namespace) {
    String where = namespace.isEmpty() ? Grant.EVERYWHERE : namespace;
    if (!principal.may(role, where)) {
      throw refused(role, where);
    }
  }

  private Problem forbidden(Role role, String namespace) {
    String where = namespace.equals(Grant.EVERYWHERE) ? "all namespaces" : "namespace " + namespace;
    return Problem.of(
        403,
        "forbidden",
        principal.name()
            + " needs the role "
            + role.name().toLowerCase(java.util.Locale.ROOT)
            + " in "
            + where);
  }

  private dev.serin.server.http.ProblemException refused(Role role, String namespace) {
    return forbidden(role, namespace).exception();
  }
}
