package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Routing;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What checks, and refused connections, say of an endpoint.
class HealthTest {
  private static Backend checked(Origin origin, String path) {
    Backend.HealthCheck often =
        new Backend.HealthCheck(path, Duration.ofMillis(50), Duration.ofMillis(500), 2, 2);
    return new Backend("shop", Stage.STABLE, List.of(origin.endpoint()), often);
  }

  @Test
  void healthIsWhatTheChecksSay() throws Exception {
    AtomicInteger status = new AtomicInteger(204);
    try (Origin origin =
            Origin.replying(
                request ->
                    request.start().equals("GET /ready HTTP/1.1")
                        ? "HTTP/1.1 " + status + " Said\r\nContent-Length: 0\r\n\r\n"
                        : Origin.ok("ok"));
        Stage stage = Stage.open(Stage.OPTIONS, checked(origin, "/ready"))) {
      Workload workload = stage.gateway().workload();
      Awaitility.await()
          .until(
              () ->
                  workload.health(Stage.ROLLOUT, Stage.STABLE)
                      instanceof Workload.Health.Available);
      status.set(503);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(workload.health(Stage.ROLLOUT, Stage.STABLE))
                      .isInstanceOfSatisfying(
                          Workload.Health.Unavailable.class,
                          down -> assertThat(down.why()).contains("/ready").contains("503")));
      stage.apply(Routing.allTo(Stage.STABLE));
      // All endpoints are down: they are used rather than none.
      assertThat(stage.get("/").status()).isEqualTo(200);
      status.set(302);
      Awaitility.await()
          .until(
              () ->
                  workload.health(Stage.ROLLOUT, Stage.STABLE)
                      instanceof Workload.Health.Available);
      assertThat(workload.health(Stage.ROLLOUT, Stage.CANARY))
          .isInstanceOfSatisfying(
              Workload.Health.Unavailable.class,
              none -> assertThat(none.why()).contains("v2").contains("v1"));
    }
  }

  @Test
  void aCheckThatIsAnsweredWithAnEndlessHeadFailsWithTheReason() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nX-A: " + "x".repeat(40_000);
    try (Origin origin = Origin.scripted(wire -> wire.send(head));
        Stage stage = Stage.open(Stage.OPTIONS, checked(origin, "/ready"))) {
      Workload workload = stage.gateway().workload();
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(workload.health(Stage.ROLLOUT, Stage.STABLE))
                      .isInstanceOfSatisfying(
                          Workload.Health.Unavailable.class,
                          down ->
                              assertThat(down.why())
                                  .contains("answered /ready with a head larger than")));
    }
  }

  @Test
  void aRefusedConnectionMakesAnEndpointDownUntilChecksSucceed() throws Exception {
    Origin origin = Origin.saying("ok");
    int port = origin.port();
    Backend.HealthCheck check =
        new Backend.HealthCheck("", Duration.ofMillis(300), Duration.ofMillis(200), 1, 1000);
    Backend backend = new Backend("shop", Stage.STABLE, List.of(origin.endpoint()), check);
    try (Stage stage = Stage.open(Stage.OPTIONS, backend)) {
      Workload workload = stage.gateway().workload();
      stage.apply(Routing.allTo(Stage.STABLE));
      Awaitility.await()
          .until(
              () ->
                  workload.health(Stage.ROLLOUT, Stage.STABLE)
                      instanceof Workload.Health.Available);
      origin.close();
      Awaitility.await().until(() -> stage.get("/").status() == 502);
      assertThat(workload.health(Stage.ROLLOUT, Stage.STABLE))
          .isInstanceOf(Workload.Health.Unavailable.class);

      try (Origin back = Origin.scripted(port, wire -> wire.send(Origin.ok("back")))) {
        Awaitility.await()
            .until(
                () ->
                    workload.health(Stage.ROLLOUT, Stage.STABLE)
                        instanceof Workload.Health.Available);
        assertThat(back.connections()).isPositive();
      }
    }
  }

  @Test
  void anEndpointThatIsDownIsLeftOut() throws Exception {
    try (Origin sick =
            Origin.replying(
                request ->
                    request.start().contains("/ready")
                        ? "HTTP/1.1 500 Sick\r\nContent-Length: 0\r\n\r\n"
                        : Origin.ok("sick"));
        Origin well = Origin.saying("well")) {
      Backend.HealthCheck often =
          new Backend.HealthCheck("/ready", Duration.ofMillis(50), Duration.ofMillis(500), 1, 1);
      List<Backend.Endpoint> both = List.of(sick.endpoint(), well.endpoint());
      try (Stage stage = Stage.open(Stage.OPTIONS, new Backend("b", Stage.STABLE, both, often))) {
        stage.apply(Routing.allTo(Stage.STABLE));
        String down = "endpoint=\"" + URI.create(sick.endpoint().url().toString()) + "\"";
        Awaitility.await()
            .until(
                () ->
                    stage
                        .admin("/metrics")
                        .lines()
                        .anyMatch(line -> line.contains(down) && line.endsWith(" 0.0")));
        for (int i = 0; i < 20; i++) {
          assertThat(stage.get("/").body()).isEqualTo("well");
        }
      }
    }
  }
}
