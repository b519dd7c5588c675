package dev.serin.server.kayenta;

import dev.serin.server.access.Grant;
import dev.serin.server.access.Principal;
import dev.serin.server.access.Role;
import dev.serin.server.http.Problem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Routes whose role callers need in all namespaces: Kayenta knows none, so its configs and its
/// executions are everybody's.
record Doors(RoutesConfig routes) {
  Doors get(String path, Handler handler, Role role) {
    return add(HandlerType.GET, path, handler, role);
  }

  Doors post(String path, Handler handler, Role role) {
    return add(HandlerType.POST, path, handler, role);
  }

  Doors put(String path, Handler handler, Role role) {
    return add(HandlerType.PUT, path, handler, role);
  }

  Doors delete(String path, Handler handler, Role role) {
    return add(HandlerType.DELETE, path, handler, role);
  }

  private Doors add(HandlerType method, String path, Handler handler, Role role) {
    routes.addHttpHandler(
        method,
        path,
        request -> {
          require(request, role);
          handler.handle(request);
        },
        role);
    return this;
  }

  private static void require(Context request, Role role) {
    @Nullable Principal caller = request.attribute(Principal.ATTRIBUTE);
    if (caller == null || !caller.may(role, Grant.EVERYWHERE)) {
      String word = role.name().toLowerCase(Locale.ROOT);
      String message =
          "Kayenta's configs and executions belong to no namespace: they need the role "
              + word
              + " in all of them";
      throw Problem.of(403, "forbidden", message).with("message", message).exception();
    }
  }
}
