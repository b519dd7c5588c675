package dev.serin.server.notify;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.access.Audit;
import dev.serin.server.access.Grant;
import dev.serin.server.access.Principal;
import dev.serin.server.access.Role;
import dev.serin.server.http.Endpoints;
import dev.serin.server.http.Json;
import dev.serin.server.http.Problem;
import dev.serin.server.http.ProblemException;
import dev.serin.server.store.Outbox.Delivery;
import dev.serin.server.store.Outbox.Filter;
import dev.serin.server.store.Outbox.State;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The messages over HTTP: which there are, one more try for one that was given up, and a test of
/// each service.
///
/// @param notifications null when the server was given no configuration of any
public record NotificationEndpoints(@Nullable Notifications notifications) implements Endpoints {
  private static final String ALL = "/api/v1/notifications";
  private static final int MOST = 500;

  @Override
  public void add(JavalinConfig config) {
    config.routes.get(ALL, this::list, Role.VIEWER);
    config.routes.post(ALL + "/{service}/test", this::test, Role.ADMIN);
    config.routes.post(ALL + "/deliveries/{number}/retry", this::retry, Role.ADMIN);
  }

  /// A message as it is listed.
  ///
  /// @param dueAt when it is sent next; null unless it waits
  /// @param problem why it was not taken last; null when nothing went wrong
  record Listed(
      long number,
      String id,
      String trigger,
      String service,
      String recipient,
      String namespace,
      String name,
      String state,
      int attempts,
      Instant createdAt,
      @Nullable Instant dueAt,
      @Nullable String problem) {
    static Listed of(Delivery delivery) {
      return new Listed(
          delivery.number(),
          delivery.message().id(),
          delivery.message().event(),
          delivery.message().service(),
          delivery.message().recipient(),
          delivery.message().rollout().namespace(),
          delivery.message().rollout().name(),
          delivery.state().name().toLowerCase(Locale.ROOT),
          delivery.attempts(),
          delivery.created(),
          delivery.state() == State.WAITING ? delivery.due() : null,
          delivery.problem().isEmpty() ? null : delivery.problem());
    }
  }

  /// Who is to get a test.
  record Wanted(@Nullable String recipient) {}

  private void list(Context request) {
    if (notifications == null) {
      answer(request, List.of(), "");
      return;
    }
    int limit = limit(request);
    List<Delivery> found =
        notifications
            .outbox()
            .list(
                new Filter(
                    namespaces(request),
                    parameter(request, "state"),
                    parameter(request, "service"),
                    after(request),
                    limit + 1));
    boolean more = found.size() > limit;
    List<Delivery> page = more ? found.subList(0, limit) : found;
    answer(request, page, more ? Long.toString(page.getLast().number()) : "");
  }

  private static void answer(Context request, List<Delivery> page, String next) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("items", page.stream().map(Listed::of).toList());
    document.put("next", next.isEmpty() ? null : next);
    request.json(document);
  }

  private void test(Context request) {
    String service = request.pathParam("service");
    Notifications known = known(service);
    String body = request.body();
    Wanted wanted = body.isBlank() ? new Wanted(null) : Json.read(body, Wanted.class);
    String recipient = wanted.recipient() == null ? "" : wanted.recipient();
    switch (known.test(service, recipient, caller(request).name())) {
      case Sent.Taken _ -> request.json(Map.of("service", service, "delivered", true));
      case Sent.Later(var why) -> throw undelivered(why);
      case Sent.Never(var why) -> throw undelivered(why);
    }
  }

  private static RuntimeException undelivered(String why) {
    return Problem.of(502, "undelivered", "the service did not take the message: " + why)
        .exception();
  }

  private Notifications known(String service) {
    if (notifications == null) {
      throw Problem.notFound(
              "this server tells nobody of its rollouts; start it with --notifications FILE")
          .exception();
    }
    Set<String> services = notifications.services();
    if (!services.contains(service)) {
      throw Problem.notFound(
              "there is no service \""
                  + service
                  + "\"; there are: "
                  + String.join(", ", services.stream().sorted().toList()))
          .exception();
    }
    return notifications;
  }

  private void retry(Context request) {
    String number = request.pathParam("number");
    List<Delivery> found =
        notifications == null || !number.matches("[0-9]{1,18}")
            ? List.of()
            : notifications.outbox().find(Long.parseLong(number));
    if (notifications == null || found.isEmpty()) {
      throw unknown(number);
    }
    Delivery delivery = found.getFirst();
    RolloutId rollout = delivery.message().rollout();
    if (!caller(request).may(Role.ADMIN, rollout.namespace())) {
      throw unknown(number);
    }
    Audit.deed(
        request,
        new Audit.Deed("retry message " + number, rollout.namespace(), rollout.name(), null));
    if (!notifications.outbox().revive(delivery.number())) {
      throw Problem.conflict(
              "message "
                  + number
                  + " was not given up: it is "
                  + delivery.state().name().toLowerCase(Locale.ROOT))
          .exception();
    }
    notifications.wake();
    request.json(Listed.of(notifications.outbox().find(delivery.number()).getFirst()));
  }

  private static ProblemException unknown(String number) {
    return Problem.notFound("there is no message " + number).exception();
  }

  private static Principal caller(Context request) {
    @Nullable Principal principal = request.attribute(Principal.ATTRIBUTE);
    if (principal == null) {
      throw Problem.of(401, "unauthorized", "nobody is logged in").exception();
    }
    return principal;
  }

  /// The namespaces to list; empty for all.
  private static List<String> namespaces(Context request) {
    Principal caller = caller(request);
    String asked = parameter(request, "namespace");
    Set<String> own = caller.namespaces(Role.VIEWER);
    if (own.isEmpty() || (!asked.isEmpty() && !caller.may(Role.VIEWER, asked))) {
      throw Problem.of(403, "forbidden", caller.name() + " may not see these messages").exception();
    }
    if (!asked.isEmpty()) {
      return List.of(asked);
    }
    return own.contains(Grant.EVERYWHERE) ? List.of() : List.copyOf(own);
  }

  private static String parameter(Context request, String name) {
    String value = request.queryParam(name);
    return value == null ? "" : value;
  }

  private static int limit(Context request) {
    String text = parameter(request, "limit");
    if (text.isEmpty()) {
      return 50;
    }
    if (!text.matches("[0-9]{1,3}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST) {
      throw Problem.badRequest("limit must be 1 to " + MOST + ", but is " + text).exception();
    }
    return Integer.parseInt(text);
  }

  private static long after(Context request) {
    String text = parameter(request, "after");
    if (text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw Problem.badRequest("after must be what `next` said").exception();
    }
    return Long.parseLong(text);
  }
}
