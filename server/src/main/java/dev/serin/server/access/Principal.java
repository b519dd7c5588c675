package dev.serin.server.access;

import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Who calls, and what they may do.
///
/// @param name as the audit trail shows it, such as `token:ci` or `ada@shop.example`
public record Principal(String name, List<Grant> grants) {
  /// The name of the context attribute that holds the caller.
  public static final String ATTRIBUTE = "principal";

  /// The name of the context attribute that tells whether the caller is who they were still.
  static final String STAYS = "principal-stays";

  /// The name of everybody, where nobody has to log in.
  static final String LOCAL = "local";

  /// Copies its list.
  public Principal {
    grants = List.copyOf(grants);
  }

  /// Who sent a request; there on every route that needs a role.
  ///
  /// @throws IllegalStateException on a route that anyone may call
  public static Principal of(Context request) {
    Principal principal = request.attribute(ATTRIBUTE);
    if (principal == null) {
      throw new IllegalStateException(request.path() + " does not know its caller");
    }
    return principal;
  }

  /// Tells of the sender of a request, for as long as it lasts, whether they still are who they
  /// were
  /// when it came: false once their login or token ended, or their roles changed.
  public static BooleanSupplier staying(Context request) {
    BooleanSupplier stays = request.attribute(STAYS);
    return stays == null ? () -> true : stays;
  }

  /// True for everybody on this machine, where nobody has to log in.
  public boolean isLocal() {
    return name.equals(LOCAL);
  }

  /// True when the caller has the role, or one that includes it, in that namespace; `*` asks for
  /// all namespaces at once.
  public boolean may(Role role, String namespace) {
    return role == Role.ANYONE
        || grants.stream()
            .anyMatch(grant -> grant.role().includes(role) && grant.covers(namespace));
  }

  /// True when the caller has the role in one namespace at least.
  public boolean maySomewhere(Role role) {
    return role == Role.ANYONE || grants.stream().anyMatch(grant -> grant.role().includes(role));
  }

  /// The namespaces in which the caller has the role; `*` alone when it is all of them.
  public Set<String> namespaces(Role role) {
    if (may(role, Grant.EVERYWHERE)) {
      return Set.of(Grant.EVERYWHERE);
    }
    return grants.stream()
        .filter(grant -> grant.role().includes(role))
        .map(Grant::namespace)
        .collect(Collectors.toUnmodifiableSet());
  }
}
