package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Resilience;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Endpoints that answer, but badly; and requests that are tried again.
class EjectionTest {
  private static final Backend.HealthCheck RARE =
      new Backend.HealthCheck("", Duration.ofHours(1), Duration.ofSeconds(1), 1, 3);

  private final DeadEnds deadEnds = new DeadEnds();

  @AfterEach
  void giveBack() throws IOException {
    deadEnds.close();
  }

  private static GatewayOptions ejecting(Duration time) {
    return Stage.OPTIONS
        .withEventLoops(1)
        .withResilience(new Resilience(0, 3, time, 0.5, Duration.ZERO));
  }

  private static Stage stage(GatewayOptions options, Backend.Endpoint... endpoints) {
    Stage stage = Stage.open(options, new Backend("shop", Stage.STABLE, List.of(endpoints), RARE));
    stage.apply(Routing.allTo(Stage.STABLE));
    return stage;
  }

  private static Origin overloaded() {
    return Origin.replying(_ -> "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
  }

  /// Asks until one of them answers so often.
  private static void askUntil(Stage stage, int status, int times) throws Exception {
    int seen = 0;
    for (int i = 0; i < 500 && seen < times; i++) {
      seen += stage.get("/").status() == status ? 1 : 0;
    }
    assertThat(seen).isEqualTo(times);
  }

  @Test
  void anEndpointThatFailsIsLeftOutAndItsFailuresStayCounted() throws Exception {
    try (Origin bad = overloaded();
        Origin good = Origin.saying("ok");
        Stage stage = stage(ejecting(Duration.ofHours(1)), bad.endpoint(), good.endpoint())) {
      askUntil(stage, 503, 3);

      for (int i = 0; i < 50; i++) {
        assertThat(stage.get("/").body()).isEqualTo("ok");
      }

      assertThat(bad.requests()).hasSize(3);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(stage.population(Role.STABLE).sinceStart().byStatus())
                      .containsEntry(503, 3L));
      assertThat(stage.admin("/metrics").lines())
          .contains(
              metric("endpoint_ejected", bad, 1),
              metric("endpoint_ejected", good, 0),
              metric("endpoint_ejections_total", bad, 1));
    }
  }

  @Test
  void anEndpointThatIsNotAvailableForGrpcIsLeftOut() throws Exception {
    String unavailable =
        "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nGrpc-Status: 14\r\nContent-Length: 0\r\n\r\n";
    try (Origin bad = Origin.replying(_ -> unavailable);
        Origin good = Origin.saying("ok");
        Stage stage = stage(ejecting(Duration.ofHours(1)), bad.endpoint(), good.endpoint())) {
      Awaitility.await()
          .until(
              () -> {
                stage.get("/");
                return stage.admin("/metrics");
              },
              page -> page.lines().anyMatch(metric("endpoint_ejected", bad, 1)::equals));
      assertThat(bad.requests()).hasSize(3);
    }
  }

  private static String metric(String name, Origin of, int value) {
    return "serin_gateway_%s{endpoint=\"%s\",revision=\"v1\",rollout=\"default/shop\"} %d.0"
        .formatted(name, of.endpoint().url(), value);
  }

  @Test
  void itComesBackWhenItsTimeIsOver() throws Exception {
    try (Origin bad = overloaded();
        Origin good = Origin.saying("ok");
        Stage stage = stage(ejecting(Duration.ofMillis(300)), bad.endpoint(), good.endpoint())) {
      askUntil(stage, 503, 3);
      Awaitility.await().until(() -> stage.get("/").status() == 503);
      assertThat(bad.requests()).hasSize(4);
    }
  }

  @Test
  void whoBreaksOffFailsTooAndTheOnlyOneStays() throws Exception {
    try (Origin bad = Origin.scripted(Wire::head);
        Stage stage = stage(ejecting(Duration.ofHours(1)), bad.endpoint())) {
      for (int i = 0; i < 5; i++) {
        assertThat(stage.get("/").status()).isEqualTo(502);
      }
      assertThat(stage.admin("/metrics").lines()).contains(metric("endpoint_ejected", bad, 0));
    }
  }

  @Test
  void attemptsBeyondTheFirstAreCountedAndLimited() throws Exception {
    try (Stage stage =
        stage(
            ejecting(Duration.ZERO)
                .withResilience(new Resilience(0, 0, Duration.ZERO, 0, Duration.ZERO)),
            deadEnds.next(),
            deadEnds.next(),
            deadEnds.next())) {
      int asked = 0;
      try (Wire client = stage.connect()) {
        do {
          client.lines("GET / HTTP/1.1", "Host: a");
          assertThat(client.receive().status()).isEqualTo(502);
          asked++;
        } while (denied(stage) == 0 && asked < 2000);
      }
      // A hundred retries are saved at the beginning, and each request takes two of them.
      assertThat(asked).isGreaterThan(50);
      assertThat(counter(stage, "retries_total")).isGreaterThanOrEqualTo(100);
      Awaitility.await()
          .until(
              () -> stage.population(Role.STABLE).sinceStart().requests(),
              Long.valueOf(asked)::equals);
      Signals.Counts counts = stage.population(Role.STABLE).sinceStart();
      assertThat(counts.byStatus()).containsOnlyKeys(502);
    }
  }

  private static double denied(Stage stage) throws Exception {
    return counter(stage, "retry_budget_exhausted_total");
  }

  private static double counter(Stage stage, String name) throws Exception {
    return stage
        .admin("/metrics")
        .lines()
        .filter(line -> line.startsWith("serin_gateway_" + name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
