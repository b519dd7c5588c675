package dev.serin.routers.agent;

import static dev.serin.routers.FakeBalancer.POOLS;
import static dev.serin.routers.FakeBalancer.SHOP;
import static dev.serin.routers.FakeBalancer.V1;
import static dev.serin.routers.FakeBalancer.V2;
import static dev.serin.routers.FakeBalancer.sides;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.TrafficRouter.OnDrift;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.FakeBalancer;
import dev.serin.routers.Tidings;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages come out as they went in, and what is none is refused.
class AgentWireTest {
  private static final Routing FULL =
      new Routing(
          V1,
          V2,
          new Weight(123),
          List.of(
              new Routing.HeaderRoute(
                  "beta", List.of(new HeaderMatch("x-user", new TextMatch.Regex("a.*"))))),
          List.of(
              new Routing.MirrorRoute(
                  "shadow",
                  List.of(
                      new RequestMatch(new TextMatch.Exact("GET"), null, List.of()),
                      new RequestMatch(null, new TextMatch.Prefix("/api"), List.of())),
                  50)));

  private final FakeBalancer balancer = new FakeBalancer("nginx");
  private final Desk desk = new Desk(Map.of(SHOP, balancer));

  static Stream<Ask> asks() {
    return Stream.of(
        new Ask.Observe(),
        new Ask.Apply(FULL),
        new Ask.Release(),
        new Ask.Look(List.of(V1, V2), List.of(60, 10)));
  }

  private static byte[] letter(Ask ask) {
    return Wire.write(
        new Ask.Letter(Ask.VERSION, SHOP, List.of(POOLS.first(), POOLS.second()), ask));
  }

  @ParameterizedTest
  @MethodSource("asks")
  void lettersComeOutAsTheyWentIn(Ask ask) {
    assertThat(Wire.read(letter(ask), Ask.Letter.class))
        .isEqualTo(
            new Checked.Valid<>(
                new Ask.Letter(Ask.VERSION, SHOP, List.of(POOLS.first(), POOLS.second()), ask)));
  }

  static Stream<Answer> answers() {
    return Stream.of(
        new Answer.Routed(new Live.Routed(FULL, new Weight(99), "e")),
        new Answer.Routed(new Live.Drifted(FULL, Weight.ALL, "by hand", OnDrift.HOLD)),
        new Answer.Routed(new Live.Unset()),
        new Answer.Routed(new Live.Unavailable("off")),
        new Answer.Refused("no"),
        looked(sides("a", 1000, 10), OptionalLong.of(3)),
        looked(new Counted.Nothing("no canary"), OptionalLong.empty()));
  }

  private static Answer looked(Counted counted, OptionalLong lost) {
    return new Answer.Looked(
        counted,
        List.of(),
        new Tidings(1, 2, lost),
        "trouble",
        List.of(
            new Answer.Pulse(V1, new Workload.Health.Available(), true),
            new Answer.Pulse(V2, new Workload.Health.Unavailable("ill"), false)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersComeOutAsTheyWentIn(Answer answer) {
    assertThat(Wire.read(Wire.write(answer), Answer.class)).isEqualTo(new Checked.Valid<>(answer));
  }

  @Test
  void signalsComeOutAsTheyWentIn() {
    balancer.show(Role.STABLE, V1, 5);
    balancer.show(Role.CANARY, V2, 7);
    Signals signals = balancer.signals(Duration.ofSeconds(10));
    byte[] json =
        Wire.write(
            new Answer.Looked(
                new Counted.Nothing("no"), List.of(signals), Tidings.NONE, "", List.of()));
    if (!(Wire.read(json, Answer.class)
        instanceof Checked.Valid<Answer>(Answer.Looked(_, var read, _, _, _)))) {
      throw new AssertionError(new String(json, StandardCharsets.UTF_8));
    }
    Signals.Population canary = read.getFirst().current(Role.CANARY).orElseThrow();
    Signals.Population before = signals.current(Role.CANARY).orElseThrow();
    assertThat(canary.latency().quantile(0.5)).isEqualTo(before.latency().quantile(0.5));
    assertThat(canary.latency().count()).isEqualTo(7);
    assertThat(canary).usingRecursiveComparison().ignoringFields("latency").isEqualTo(before);
    assertThat(read.getFirst().window()).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "null",
        "[]",
        "{}",
        "{\"version\":1}",
        "{\"version\":1,\"rollout\":null,\"pools\":[],\"ask\":{\"ask\":\"observe\"}}",
        "{\"version\":1,\"rollout\":{\"namespace\":\"default\",\"name\":\"\"},\"pools\":[],\"ask\":{\"ask\":\"observe\"}}",
        "{\"version\":1,\"rollout\":{\"namespace\":\"default\",\"name\":\"shop\"},\"pools\":[null],\"ask\":{\"ask\":\"observe\"}}",
        "{\"version\":1,\"rollout\":{\"namespace\":\"default\",\"name\":\"shop\"},\"pools\":[],\"ask\":{\"ask\":\"java.lang.Runtime\"}}",
        "{\"version\":1,\"rollout\":{\"namespace\":\"default\",\"name\":\"shop\"},\"pools\":[],\"ask\":{\"ask\":\"observe\"},\"more\":1}",
        "{\"version\":1,\"rollout\":{\"namespace\":\"default\",\"name\":\"shop\"},\"pools\":[],\"ask\":{\"ask\":\"apply\"}}",
        "{\"version\":1,\"rollout\":{\"namespace\":\"default\",\"name\":\"shop\"},\"pools\":[],\"ask\":{\"ask\":\"apply\",\"routing\":{\"stable\":{\"hash\":\"a\"},\"canary\":{\"hash\":\"b\"},\"weight\":{\"ppm\":1000001},\"headers\":[],\"mirrors\":[]}}}",
        "{\"version\":1,\"rollout\":{\"namespace\":\"default\",\"name\":\"shop\"},\"pools\":[],\"ask\":{\"ask\":\"apply\",\"routing\":{\"stable\":{\"hash\":\"a\"},\"canary\":{\"hash\":\"b\"},\"weight\":{\"ppm\":1},\"headers\":[{\"name\":\"a\",\"match\":[{\"header\":null,\"value\":null}]}],\"mirrors\":[]}}}"
      })
  void whatIsNoLetterIsRefused(String text) {
    assertThat(desk.answer(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.why()).startsWith("the agent can not read this: "));
    assertThat(balancer.live).isEqualTo(new Live.Unset());
  }

  @Test
  void anotherVersionIsRefusedWithTheFix() {
    byte[] letter = Wire.write(new Ask.Letter(2, SHOP, List.of(), new Ask.Observe()));
    assertThat(desk.answer(letter))
        .isEqualTo(
            new Answer.Refused(
                "the agent speaks version 1 of the protocol, and was asked in version 2: run the same Serin on both machines"));
  }

  /// Whatever comes in, something comes out, and nobody steers by accident.
  @Test
  void spoiledLettersAreAnsweredToo() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good = letter(new Ask.Apply(FULL));
    for (int i = 0; i < 20_000; i++) {
      byte[] spoiled = good.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
      }
      assertThat(desk.answer(spoiled)).as("seed %d, letter %d", seed, i).isNotNull();
    }
  }

  /// An engine that gave up waiting for the first must find the second in force in the end.
  @Test
  void lettersThatSteerComeIntoForceInTheirOrder() throws Exception {
    balancer.applies = new CountDownLatch(1);
    List<Thread> senders = new ArrayList<>();
    for (int percent : new int[] {20, 10, 0}) {
      byte[] letter = letter(new Ask.Apply(FakeBalancer.trial(percent)));
      Thread sender = Thread.ofPlatform().start(() -> desk.answer(letter));
      senders.add(sender);
      Awaitility.await().until(() -> sender.getState() == Thread.State.WAITING);
    }
    assertThat(desk.answer(letter(new Ask.Look(List.of(), List.of()))))
        .isInstanceOf(Answer.Looked.class);
    balancer.applies.countDown();
    for (Thread sender : senders) {
      sender.join();
    }
    assertThat(balancer.live)
        .isEqualTo(new Live.Routed(FakeBalancer.trial(0), Weight.NONE, "e0.0"));
  }
}
