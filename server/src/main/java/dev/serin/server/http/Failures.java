package dev.serin.server.http;

import dev.serin.core.engine.RolloutStore.StoreException;
import dev.serin.server.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever ends a request early into a problem document.
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static void add(RoutesConfig routes, long largestBody) {
    routes.exception(ProblemException.class, (e, request) -> e.problem().send(request));
    routes.exception(
        Refusal.class, (e, request) -> Problem.of(422, "refused", message(e)).send(request));
    routes.exception(
        StoreException.class,
        (e, request) -> {
          LOG.warn("{} {}: {}", request.method(), request.path(), message(e));
          request.header("Retry-After", "1");
          Problem.of(503, "store-unavailable", message(e)).send(request);
        });
    routes.exception(
        HttpResponseException.class, (e, request) -> answered(e, request, largestBody));
    routes.exception(Exception.class, Failures::unexpected);
  }

  private static void answered(HttpResponseException e, Context request, long largestBody) {
    String detail =
        switch (e.getStatus()) {
          case 404 -> "there is nothing at " + request.path() + "; /api/v1/openapi.yaml lists all";
          case 405 -> request.path() + " does not answer " + request.method();
          case 413 ->
              "the body has more than "
                  + largestBody
                  + " bytes, the most that is read; send it in several parts";
          default -> message(e);
        };
    if (e instanceof MethodNotAllowedResponse) {
      request.header("Allow", e.getDetails().getOrDefault("availableMethods", ""));
    }
    int status = Math.max(400, e.getStatus());
    Problem problem = Problem.of(status, "", detail);
    new Problem(id(problem.title()), status, problem.title(), detail, problem.more()).send(request);
  }

  private static String id(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private static void unexpected(Exception e, Context request) {
    String incident = UUID.randomUUID().toString();
    LOG.error("{} {} failed, incident {}", request.method(), request.path(), incident, e);
    Problem.of(
            500,
            "internal-error",
            "this is a fault of the server; its log tells more at incident " + incident)
        .with("incident", incident)
        .send(request);
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
