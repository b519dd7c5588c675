package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.signals.Role;
import dev.serin.signals.Series;
import dev.serin.signals.Tallies;
import dev.serin.signals.Tally;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What comparisons read of the gateway.
class GatewayTrafficTest {
  private static final Weight HALF = Weight.percent(50);

  private static Origin failing(int every) {
    int[] count = {0};
    return Origin.replying(
        _ ->
            ++count[0] % every == 0
                ? "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"
                : Origin.ok("ok"));
  }

  private static void ask(Stage stage, int requests) throws Exception {
    try (Wire client = stage.connect()) {
      for (int i = 0; i < requests; i++) {
        client.lines("GET / HTTP/1.1", "Host: a");
        client.receive();
      }
    }
  }

  private static Counted.Sides sides(Stage stage) {
    Counted counted = stage.gateway().traffic().counted(Stage.ROLLOUT);
    assertThat(counted).isInstanceOf(Counted.Sides.class);
    return (Counted.Sides) counted;
  }

  private static Counted.Sides awaitAnswered(Stage stage, long answered) {
    return Awaitility.await()
        .until(
            () -> sides(stage),
            sides -> sides.baseline().answered() + sides.canary().answered() == answered);
  }

  private static String nothing(Stage stage, RolloutId rollout) {
    Counted counted = stage.gateway().traffic().counted(rollout);
    assertThat(counted).isInstanceOf(Counted.Nothing.class);
    return ((Counted.Nothing) counted).why();
  }

  @Test
  void bothSidesAreCountedExactly() throws Exception {
    try (Origin stable = Origin.saying("ok");
        Origin canary = failing(5);
        Stage stage = Stage.of(Stage.OPTIONS, Weight.NONE, stable, canary)) {
      ask(stage, 30);
      stage.weight(Weight.ALL);
      ask(stage, 20);

      Counted.Sides sides = awaitAnswered(stage, 50);

      assertThat(sides.baseline().routed()).isEqualTo(30);
      assertThat(sides.baseline().answered()).isEqualTo(30);
      assertThat(sides.baseline().failed()).isZero();
      assertThat(sides.canary().routed()).isEqualTo(20);
      assertThat(sides.canary().answered()).isEqualTo(20);
      assertThat(sides.canary().failed()).isEqualTo(4);
      assertThat(sides.canary().latency().total()).isEqualTo(20);
      assertThat(sides.canary().latency().buckets()).isEqualTo(LatencyBuckets.FINE);
      assertThat(sides.split()).isEqualTo(new TrafficSignals.Split("gateway-2", 1, true));
    }
  }

  @Test
  void whatTheClientGaveUpIsRoutedButNotAnswered() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Origin.Script silent =
        wire -> {
          wire.receive();
          asked.countDown();
          over.await();
        };
    try (Origin stable = Origin.saying("ok");
        Origin canary = Origin.scripted(silent);
        Stage stage = Stage.of(Stage.OPTIONS, Weight.ALL, stable, canary)) {
      try (Wire client = stage.connect()) {
        client.lines("GET / HTTP/1.1", "Host: a");
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sides(stage).canary().routed()).isEqualTo(1);
        client.reset();
      }
      Awaitility.await()
          .until(() -> stage.population(Role.CANARY).sinceStart().clientAborts() == 1);

      assertThat(sides(stage).canary().routed()).isEqualTo(1);
      assertThat(sides(stage).canary().answered()).isZero();
      over.countDown();
    }
  }

  @Test
  void aBackendThatIsLateOrGoneHasFailed() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Origin stable = Origin.scripted(_ -> {});
        Origin canary = Origin.scripted(_ -> over.await());
        Stage stage = Stage.of(Stage.quick(Duration.ofMillis(200)), Weight.NONE, stable, canary)) {
      assertThat(stage.get("/").status()).isEqualTo(502);
      stage.weight(Weight.ALL);
      assertThat(stage.get("/").status()).isEqualTo(504);

      Counted.Sides sides = awaitAnswered(stage, 2);

      assertThat(sides.baseline().failed()).isEqualTo(1);
      assertThat(sides.canary().failed()).isEqualTo(1);
      assertThat(sides.canary().latency().quantile(1)).isGreaterThan(0.1);
      over.countDown();
    }
  }

  @Test
  void aSplitThatIsAssertedAgainIsTheSame() throws Exception {
    try (Origin stable = Origin.saying("ok");
        Origin canary = Origin.saying("ok");
        Stage stage = Stage.of(Stage.OPTIONS, HALF, stable, canary)) {
      Counted.Sides before = sides(stage);
      stage.weight(HALF);
      stage
          .gateway()
          .backends(
              Stage.ROLLOUT,
              List.of(Stage.backend(Stage.STABLE, stable), Stage.backend(Stage.CANARY, canary)));
      assertThat(sides(stage).split()).isEqualTo(before.split());
      assertThat(before.split().canary()).isEqualTo(0.5);

      stage.weight(Weight.NONE);
      stage.weight(HALF);

      assertThat(sides(stage).split().version()).isNotEqualTo(before.split().version());
      assertThat(sides(stage).epoch()).isEqualTo(before.epoch());
    }
  }

  @Test
  void anEpochEndsWithARevisionAndWithTheGateway() throws Exception {
    Revision next = new Revision("v3");
    try (Origin stable = Origin.saying("ok");
        Origin canary = Origin.saying("ok");
        Stage stage = Stage.of(Stage.OPTIONS, HALF, stable, canary);
        Stage other = Stage.of(Stage.OPTIONS, HALF, stable, canary)) {
      Counted.Sides before = sides(stage);
      assertThat(sides(other).epoch()).isNotEqualTo(before.epoch());
      stage
          .gateway()
          .backends(
              Stage.ROLLOUT,
              List.of(
                  Stage.backend(Stage.STABLE, stable),
                  Stage.backend(Stage.CANARY, canary),
                  Stage.backend(next, canary)));
      assertThat(sides(stage).epoch()).isEqualTo(before.epoch());

      stage.apply(new Routing(Stage.STABLE, next, HALF, List.of(), List.of()));

      assertThat(sides(stage).epoch()).isNotEqualTo(before.epoch());
    }
  }

  @Test
  void onlyASplitByChanceAloneIsPerRequest() throws Exception {
    Stickiness cookie = new Stickiness.OwnCookie("serin", Duration.ofHours(1));
    try (Origin stable = Origin.saying("ok");
        Origin canary = Origin.saying("ok");
        Stage sticky = Stage.of(Stage.OPTIONS.withStickiness(cookie), HALF, stable, canary);
        Stage stage = Stage.of(Stage.OPTIONS, HALF, stable, canary)) {
      assertThat(sides(sticky).split().perRequest()).isFalse();
      assertThat(sides(stage).split().perRequest()).isTrue();

      Routing.HeaderRoute route =
          new Routing.HeaderRoute(
              "testers", List.of(new HeaderMatch("X-Tester", new TextMatch.Exact("yes"))));
      stage.apply(new Routing(Stage.STABLE, Stage.CANARY, HALF, List.of(route), List.of()));

      assertThat(sides(stage).split().perRequest()).isFalse();
    }
  }

  @Test
  void withoutTwoSidesThereIsNothing() throws Exception {
    try (Origin stable = Origin.saying("ok");
        Stage unset = Stage.open(Stage.OPTIONS, Stage.backend(Stage.STABLE, stable));
        Stage alone = Stage.of(stable)) {
      assertThat(nothing(unset, Stage.ROLLOUT)).contains("no routing yet");
      assertThat(nothing(alone, Stage.ROLLOUT)).contains("v1", "no canary");
      assertThat(nothing(alone, new RolloutId("default", "other")))
          .contains("default/shop", "default/other");
    }
  }

  @Test
  void countsCanBeSubtractedWhileRequestsEnd() throws Exception {
    Series series = new Series(Role.CANARY, Stage.CANARY, new Tallies(2, 1), 0);
    long seed = System.nanoTime();
    Thread[] writers = new Thread[2];
    for (int lane = 0; lane < writers.length; lane++) {
      Tally tally = series.tallies().at(lane, 0);
      SplittableRandom random = new SplittableRandom(seed + lane);
      writers[lane] = Thread.ofPlatform().start(() -> answer(tally, random));
    }
    Served last = series.served();
    while (writers[0].isAlive() || writers[1].isAlive()) {
      Served now = series.served();
      Served since = now.minus(last);
      assertThat(since.latency().total()).as("seed %d", seed).isEqualTo(since.answered());
      assertThat(now.routed()).as("seed %d", seed).isGreaterThanOrEqualTo(now.answered());
      last = now;
    }
    assertThat(series.served().answered()).isEqualTo(2_000_000);
  }

  private static void answer(Tally tally, SplittableRandom random) {
    for (int i = 0; i < 1_000_000; i++) {
      tally.count(Tally.Count.ROUTED, 1);
      tally.answered(random.nextInt(4) == 0 ? 500 : 200, random.nextLong(1_000_000_000L));
    }
  }
}
