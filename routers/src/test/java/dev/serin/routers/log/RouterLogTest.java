package dev.serin.routers.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import dev.serin.signals.Role;
import dev.serin.signals.SignalBook;
import dev.serin.signals.Signals;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Lines over a real socket become the counts of both sides.
class RouterLogTest {
  private static final Revision V1 = new Revision("v1");
  private static final Revision V2 = new Revision("v2");
  private static final Revision V3 = new Revision("v3");
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final LogDesk desk = new LogDesk();

  @AfterEach
  void close() {
    desk.close();
  }

  private static LogPlan plan(String name, LogPlan.Sending sending) {
    return plan(name, sending, 1);
  }

  private static LogPlan plan(String name, LogPlan.Sending sending, int logSample) {
    Pools pools = new Pools(new Pools.Pool("one", V1), new Pools.Pool("two", V2));
    RolloutId rollout = new RolloutId("default", name);
    return new LogPlan(rollout, LogSource.NGINX, pools, sending, logSample);
  }

  private RouterLog open(String name, OwnCount own) {
    return opened(desk.open(ANY, plan(name, LogPlan.Sending.EACH_USER), own));
  }

  private static RouterLog opened(Checked<RouterLog> checked) {
    return switch (checked) {
      case Checked.Valid<RouterLog>(var log) -> log;
      case Checked.Invalid<RouterLog>(var why) -> throw new AssertionError(why);
    };
  }

  private static Routing trial(int percent) {
    return new Routing(V1, V2, Weight.percent(percent), List.of(), List.of());
  }

  private static void route(RouterLog log, Routing routing) {
    log.routed(routing, routing.weight());
  }

  private void send(int times, String line) throws Exception {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < times; i++) {
        socket.send(
            new DatagramPacket(
                bytes, bytes.length, InetAddress.getLoopbackAddress(), desk.port(ANY)));
      }
    }
  }

  private static void awaitLines(RouterLog log, long lines) {
    Awaitility.await().untilAsserted(() -> assertThat(log.tidings().received()).isEqualTo(lines));
  }

  private static Counted.Sides sides(RouterLog log) {
    return switch (log.counted()) {
      case Counted.Sides sides -> sides;
      case Counted.Nothing(var why) -> throw new AssertionError(why);
    };
  }

  private static Signals.Population shown(RouterLog log, Role role) {
    return log.signals(WINDOW).current(role).orElseThrow();
  }

  @Test
  void requestsCountForTheRoleOfTheirPool() throws Exception {
    RouterLog log = open("shop", OwnCount.NONE);
    route(log, trial(10));
    send(20, "serin/nginx default/shop one 200 0.011 1 0.010");
    send(3, "serin/nginx default/shop two 200 0.011 1 0.020");
    send(2, "serin/nginx default/shop two 502 0.011 1 -");
    send(1, "serin/nginx default/shop two 499 0.011 1 -");
    awaitLines(log, 26);
    Counted.Sides sides = sides(log);
    assertThat(sides.baseline().routed()).isEqualTo(20);
    assertThat(sides.baseline().failed()).isZero();
    assertThat(sides.canary().routed()).isEqualTo(6);
    assertThat(sides.canary().answered()).isEqualTo(5);
    assertThat(sides.canary().failed()).isEqualTo(2);
    assertThat(sides.canary().abandoned()).isEqualTo(1);
    assertThat(sides.canary().latency().quantile(0.8)).isCloseTo(0.020, within(0.002));
    assertThat(sides.split().canary()).isEqualTo(0.1);
    assertThat(sides.split().perRequest()).isFalse();
    Signals.Population canary = shown(log, Role.CANARY);
    assertThat(canary.revision()).isEqualTo(V2);
    assertThat(canary.recent().byStatus()).containsOnlyKeys(200, 502);
    assertThat(canary.recent().clientAborts()).isEqualTo(1);
    assertThat(log.trouble()).isEmpty();
  }

  @Test
  void aSampleIsComparedAsItIsAndShownAsWhatItStandsFor() throws Exception {
    RouterLog log =
        opened(desk.open(ANY, plan("shop", LogPlan.Sending.EACH_USER, 10), OwnCount.NONE));
    route(log, trial(10));
    send(50, "serin/nginx default/shop one 200 0.011 10 0.010");
    send(50, "serin/nginx default/shop two 200 0.011 1 0.010");
    awaitLines(log, 100);
    Counted.Sides sides = sides(log);
    assertThat(sides.baseline().routed()).isEqualTo(50);
    assertThat(sides.canary().routed()).isEqualTo(50);
    // Of 100 requests 90 are stable's, of which 9 are logged, and 10 the canary's, all logged.
    assertThat(sides.split().canary()).isCloseTo(10.0 / 19, within(1e-12));
    assertThat(shown(log, Role.STABLE).sinceStart().requests()).isEqualTo(500);
    assertThat(shown(log, Role.STABLE).latency().count()).isEqualTo(500);
    assertThat(shown(log, Role.CANARY).sinceStart().requests()).isEqualTo(50);
  }

  @Test
  void linesDoNotSayHowManyAreLogged() throws Exception {
    RouterLog log =
        opened(desk.open(ANY, plan("shop", LogPlan.Sending.EACH_USER, 10), OwnCount.NONE));
    route(log, trial(10));
    Counted.Sides before = sides(log);
    for (int i = 0; i < 5; i++) {
      send(1, "serin/nginx default/shop one 200 0.011 1 0.010");
      send(1, "serin/nginx default/shop one 200 0.011 10 0.010");
      send(1, "serin/nginx default/shop one 500 0.011 1000000 0.010");
    }
    awaitLines(log, 10);
    Awaitility.await().untilAsserted(() -> assertThat(log.tidings().malformed()).isEqualTo(5));
    assertThat(sides(log).split().version()).isEqualTo(before.split().version());
    assertThat(sides(log).split().canary()).isEqualTo(before.split().canary());
    assertThat(shown(log, Role.STABLE).sinceStart().requests()).isEqualTo(55);
    assertThat(log.trouble().orElse(""))
        .isEqualTo(
            "nginx logged 5 requests of rollout default/shop as 1 in 1000000, but its logSample is 10: was it set up with an older manifest?");
  }

  @Test
  void linesOfAnotherBalancerDoNotCount() throws Exception {
    RouterLog log = open("shop", OwnCount.NONE);
    route(log, trial(10));
    send(
        3,
        "<134>1 2026-11-23T02:58:57Z h haproxy 7 - [serin@32473 log=\"serin/haproxy default/shop two 500 3 900 1 -- \"]");
    send(1, "serin/nginx default/shop one 200 0.011 1 0.010");
    awaitLines(log, 1);
    assertThat(shown(log, Role.CANARY).sinceStart().requests()).isZero();
  }

  @Test
  void requestsToNoPoolCountNowhere() throws Exception {
    RouterLog log = open("shop", OwnCount.NONE);
    route(log, trial(10));
    send(9, "serin/nginx - - 404 0.011 1 -");
    send(9, "serin/nginx default/shop - 404 0.011 1 -");
    send(9, "<133>1 2026-11-23T02:58:57Z h haproxy 7 - - Proxy users stopped.");
    send(1, "serin/nginx default/shop one 200 0.011 1 0.010");
    awaitLines(log, 1);
    assertThat(log.tidings().malformed()).isZero();
    assertThat(log.trouble()).isEmpty();
  }

  @Test
  void aNewWeightIsANewSplitAndANewRevisionANewEpoch() {
    RouterLog log = open("shop", OwnCount.NONE);
    assertThat(log.counted()).isInstanceOf(Counted.Nothing.class);
    route(log, trial(10));
    Counted.Sides ten = sides(log);
    route(log, trial(10));
    assertThat(sides(log)).isEqualTo(ten);
    route(log, trial(20));
    Counted.Sides twenty = sides(log);
    assertThat(twenty.split().version()).isNotEqualTo(ten.split().version());
    assertThat(twenty.epoch()).isEqualTo(ten.epoch());
    log.revisions(new Pools(new Pools.Pool("one", V1), new Pools.Pool("two", V3)));
    route(log, new Routing(V1, V3, Weight.percent(20), List.of(), List.of()));
    assertThat(sides(log).epoch()).isNotEqualTo(ten.epoch());
    route(log, Routing.allTo(V3));
    assertThat(log.counted()).isInstanceOf(Counted.Nothing.class);
  }

  @Test
  void lastLinesOfAPoolWithoutAPartStayWithIt() throws Exception {
    RouterLog log = open("shop", OwnCount.NONE);
    route(log, trial(50));
    route(log, Routing.allTo(V1));
    send(5, "serin/nginx default/shop two 500 0.011 1 0.010");
    send(1, "serin/nginx default/shop one 200 0.011 1 0.010");
    awaitLines(log, 6);
    assertThat(shown(log, Role.STABLE).sinceStart().byStatus()).containsOnlyKeys(200);
    assertThat(log.signals(WINDOW).current(Role.CANARY)).isEmpty();
  }

  @Test
  void requestsSentByChanceTellTheirShareOnceASplitHasSettled() {
    LogPlan plan = plan("shop", LogPlan.Sending.EACH_REQUEST);
    Routing routing = trial(10);
    SignalBook book = new SignalBook(1, 1);
    Column column = new Column(book.open(Role.STABLE, V1), book.open(Role.CANARY, V2));
    InForce inForce =
        new InForce(routing, routing.weight(), column, column, InForce.Sampling.ALL, 1, 100);
    assertThat(split(inForce, plan, 100)).isEqualTo("log-1-any false");
    assertThat(split(inForce, plan, 109)).isEqualTo("log-1-any false");
    assertThat(split(inForce, plan, 110)).isEqualTo("log-1 true");
  }

  private static String split(InForce inForce, LogPlan plan, long second) {
    Counted.Sides sides = (Counted.Sides) inForce.counted(plan.sending(), second);
    return sides.split().version() + " " + sides.split().perRequest();
  }

  @Test
  void oneAddressServesManyRolloutsAndForgetsNobody() throws Exception {
    RouterLog shop = open("shop", OwnCount.NONE);
    RouterLog cart = open("cart", OwnCount.NONE);
    route(shop, trial(10));
    route(cart, trial(10));
    send(4, "serin/nginx default/shop one 200 0.011 1 0.010");
    send(5, "serin/nginx default/cart two 200 0.011 1 0.010");
    awaitLines(shop, 4);
    awaitLines(cart, 5);
    assertThat(sides(shop).baseline().routed()).isEqualTo(4);
    assertThat(sides(cart).canary().routed()).isEqualTo(5);
    shop.close();
    send(1, "serin/nginx default/cart two 200 0.011 1 0.010");
    awaitLines(cart, 6);
    int port = desk.port(ANY);
    cart.close();
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void aTakenAddressAndASecondLogAreRefusedWithTheFix() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
      assertThat(why(desk.open(address, plan("shop", LogPlan.Sending.EACH_USER), OwnCount.NONE)))
          .isEqualTo(
              "the log of nginx can not be received at localhost:%d: Address already in use; is another Serin running there? Stop it, or set \"log\" to a free address and set the balancer up anew"
                  .formatted(taken.getLocalPort()));
    }
    open("shop", OwnCount.NONE);
    assertThat(why(desk.open(ANY, plan("shop", LogPlan.Sending.EACH_USER), OwnCount.NONE)))
        .startsWith("rollout default/shop is counted from the log at");
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("no.such.host.invalid", 1);
    assertThat(why(desk.open(nowhere, plan("shop", LogPlan.Sending.EACH_USER), OwnCount.NONE)))
        .contains("the host no.such.host.invalid is not known");
  }

  private static String why(Checked<RouterLog> checked) {
    return switch (checked) {
      case Checked.Valid<RouterLog> _ -> throw new AssertionError("it was opened");
      case Checked.Invalid<RouterLog>(var why) -> why;
    };
  }

  @Test
  void linesOfOthersAreToldAsLongAsNoneIsOurs() throws Exception {
    RouterLog log = open("shop", OwnCount.NONE);
    route(log, trial(10));
    send(3, "serin/nginx default/cart one 200 0.011 1 0.010");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(log.trouble().orElse(""))
                    .contains("but 3 of default/cart, which is not counted here"));
    send(1, "serin/nginx default/shop one 200 0.011 1 0.010");
    Awaitility.await().untilAsserted(() -> assertThat(log.trouble()).isEmpty());
  }

  @Test
  void aStrangePoolIsMalformedAndTold() throws Exception {
    RouterLog log = open("shop", OwnCount.NONE);
    route(log, trial(10));
    send(3, "serin/nginx default/shop three 200 0.011 1 0.010");
    Awaitility.await().untilAsserted(() -> assertThat(log.tidings().malformed()).isEqualTo(3));
    assertThat(log.trouble().orElse(""))
        .isEqualTo(
            "nginx logged 3 requests of a pool \"three\", which rollout default/shop does not have (its pools are one and two): was it set up with an older manifest?");
  }

  @Test
  void manyUnreadableLinesAreTold() throws Exception {
    RouterLog log = open("shop", OwnCount.NONE);
    route(log, trial(10));
    send(50, "serin/nginx default/shop one 200 0.011 1 0.010");
    send(50, "hello");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(log.trouble().orElse(""))
                    .contains("50.0% of the messages to 127.0.0.1:")
                    .endsWith("(50 of 100): does something else send its log there?"));
  }
}
