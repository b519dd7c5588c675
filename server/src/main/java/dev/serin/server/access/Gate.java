package dev.serin.server.access;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.access.Caller.Hasty;
import dev.serin.server.access.Caller.Known;
import dev.serin.server.access.Caller.Unknown;
import dev.serin.server.http.Problem;
import dev.serin.server.http.ProblemException;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets a request through to its route when its sender may have it.
final class Gate {
  /// The name of the context attribute that holds the role of the route.
  private static final String NEEDED = "needed-role";
  private static final String CALLER = "caller";

  private static final String CSRF = "X-CSRF-Token";

  private final Callers callers;
  private final Limits limits;
  private final Origins origins;
  private final boolean secure;

  Gate(Callers callers, Limits limits, AccessOptions options) {
    this.callers = callers;
    this.limits = limits;
    this.origins = new Origins(options.publicUrl());
    this.secure = options.secure();
  }

  /// What every request has to pass, also one for which there is no route.
  ///
  /// @throws ProblemException when it comes from a page of others
  void enter(Context request) {
    SecurityHeaders.put(request, secure);
    Optional<Problem> wrong = origins.foreign(request);
    if (wrong.isEmpty() && !callers.loginNeeded()) {
      wrong = Origins.strange(request);
    }
    wrong.map(Problem::exception).ifPresent(Gate::refuse);
  }

  private static void refuse(ProblemException e) {
    throw e;
  }

  /// What a request has to pass whose route is known.
  ///
  /// @throws ProblemException when its sender may not have it, or has to wait
  void check(Context request) {
    Role needed = needed(request.routeRoles());
    request.attribute(NEEDED, needed);
    Caller caller = callers.of(request);
    request.attribute(CALLER, caller);
    if (caller instanceof Hasty(Duration wait) && needed != Role.ANYONE) {
      throw wait(request, wait);
    }
    String counted =
        caller instanceof Known known ? known.principal().name() : "at " + request.ip();
    if (caller instanceof Known known && known.login() == Caller.Login.NONE) {
      admit(request, known, needed);
      return;
    }
    limits.request(counted).ifPresent(wait -> refuse(wait(request, wait)));
    switch (caller) {
      case Known known -> admit(request, known, needed);
      case Unknown(Problem problem) when needed != Role.ANYONE -> throw stranger(request, problem);
      case Unknown _, Hasty _ -> {}
    }
  }

  /// A route without a role of ours is a mistake of this program: nobody gets it.
  private static Role needed(Set<RouteRole> roles) {
    return roles.stream()
        .filter(Role.class::isInstance)
        .map(Role.class::cast)
        .min(Role::compareTo)
        .orElse(Role.ADMIN);
  }

  static @Nullable Role needed(Context request) {
    return request.attribute(NEEDED);
  }

  /// Who sent a request, as it was found when it came.
  static Caller caller(Context request) {
    return Objects.requireNonNull(request.attribute(CALLER), "the gate comes first");
  }

  private void admit(Context request, Known known, Role needed) {
    Principal principal = known.principal();
    request.attribute(Principal.ATTRIBUTE, principal);
    request.attribute(Principal.STAYS, (BooleanSupplier) () -> stays(request, principal));
    if (needed != Role.ANYONE && !Origins.reads(request)) {
      repeats(request, known);
    }
    @Nullable String namespace = request.pathParamMap().get("namespace");
    boolean may =
        namespace == null
            ? known.principal().maySomewhere(needed)
            : known.principal().may(needed, namespace);
    if (!may) {
      throw denied(known.principal(), needed, namespace).exception();
    }
  }

  private boolean stays(Context request, Principal principal) {
    try {
      return callers.of(request) instanceof Known now && now.principal().equals(principal);
    } catch (StoreException _) {
      // Nobody can tell, and nobody is told anything: events come from the same store.
      return true;
    }
  }

  /// Checks that a browser's session was used by our own page: others can not read its cookie.
  ///
  /// @throws ProblemException when it was not
  static void repeats(Context request, Known known) {
    String sent = String.valueOf(request.header(CSRF));
    if (known.csrf() != null && !Secret.same(known.csrf(), sent)) {
      throw Problem.of(
              403,
              "csrf",
              "the header "
                  + CSRF
                  + " is missing or wrong: send the csrfToken of GET /api/v1/session")
          .exception();
    }
  }

  static Problem denied(Principal principal, Role needed, @Nullable String namespace) {
    String role = needed.name().toLowerCase(Locale.ROOT);
    return Problem.of(
        403,
        "forbidden",
        namespace == null
            ? "%s does not have the role %s".formatted(principal.name(), role)
            : "%s does not have the role %s in namespace %s"
                .formatted(principal.name(), role, namespace));
  }

  static ProblemException wait(Context request, Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    request.header("Retry-After", Long.toString(seconds));
    return Problem.of(429, "too-many-requests", "too many requests: wait " + seconds + " s")
        .exception();
  }

  static ProblemException stranger(Context request, Problem problem) {
    if (problem.status() == 401) {
      request.header("WWW-Authenticate", "Bearer realm=\"serin\"");
    }
    return problem.exception();
  }
}
