package dev.serin.routers.haproxy;

import static dev.serin.routers.haproxy.Shop.ID;
import static dev.serin.routers.haproxy.Shop.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.traffic.Weight;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rollout steered by the weights of servers in a real HAProxy, whose clients stick to a
/// server by a cookie.
@Tag("haproxy")
class WeightRouterTest {
  @TempDir private Path folder;
  private RunningHaproxy haproxy;
  private HaproxyRouter router;

  @BeforeEach
  void start() throws Exception {
    haproxy = RunningHaproxy.start(folder, "admin");
    router = fresh();
  }

  private HaproxyRouter fresh() {
    return Haproxy.router(
        Shop.rollout(haproxy),
        haproxy.settings(Map.of("mechanism", "weights", "backend", "classic")));
  }

  @AfterEach
  void stop() {
    haproxy.close();
  }

  private String weight(String server) {
    return haproxy.ask("get weight classic/" + server);
  }

  @Test
  void theWeightsAreAsNearAsTheyCanBe() throws Exception {
    Live.Routed tenth = (Live.Routed) router.apply(ID, split(100_000));
    assertThat(tenth.effective()).isEqualTo(Weight.percent(10));
    int canaries = 0;
    for (int i = 0; i < 1000; i++) {
      canaries += haproxy.send("/classic").body().equals("two") ? 1 : 0;
    }
    // Weighted round robin: exact but for the two threads, which take turns.
    assertThat(canaries).isBetween(95, 105);

    Live.Routed least = (Live.Routed) router.apply(ID, split(100));
    assertThat(least.effective()).isEqualTo(new Weight(3891));
    assertThat(weight("a")).startsWith("256 ");
    assertThat(weight("b")).startsWith("1 ");
  }

  @Test
  void aRollbackMovesClientsThatStickToTheCanary() throws Exception {
    router.apply(ID, split(1_000_000));
    HttpResponse<String> first = haproxy.send("/classic");
    assertThat(first.body()).isEqualTo("two");
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    router.apply(ID, split(500_000));
    assertThat(haproxy.send("/classic", "Cookie", cookie).body()).isEqualTo("two");

    router.apply(ID, split(0));

    for (int i = 0; i < 20; i++) {
      assertThat(haproxy.send("/classic", "Cookie", cookie).body()).isEqualTo("one");
    }
  }

  @Test
  void weightsAndStatesOfBeforeComeBackEvenAfterSerinWasKilled() {
    haproxy.ask("set server classic/b state drain");
    router.apply(ID, split(300_000));
    HaproxyRouter next = fresh();
    assertThat(next.observe(ID)).isInstanceOf(Live.Unset.class);
    next.apply(ID, split(0));

    next.release(ID);

    assertThat(weight("a")).startsWith("10 ");
    assertThat(weight("b")).startsWith("0 ");
    Server b =
        Server.read(haproxy.ask("show servers state classic")).stream()
            .filter(server -> server.name().equals("b"))
            .findFirst()
            .orElseThrow();
    assertThat(Setting.of(b)).isEqualTo(new Setting(0, "drain"));
    assertThat(folder.resolve("maps/default/shop.weights")).doesNotExist();
  }

  @Test
  void aChangeByHandIsDrift() {
    router.apply(ID, split(100_000));
    haproxy.ask("set server classic/b weight 28");
    Live.Drifted drift = (Live.Drifted) router.observe(ID);
    assertThat(drift.how()).contains("backend classic", "b has weight 28");
    assertThat(drift.effective()).isEqualByComparingTo(drift.routing().weight());
    router.apply(ID, split(100_000));
    haproxy.ask("set server classic/b state maint");
    assertThat(((Live.Drifted) router.observe(ID)).effective()).isEqualTo(Weight.NONE);
    assertThat(router.apply(ID, split(100_000))).isInstanceOf(Live.Routed.class);
  }

  @Test
  void weightsThatAReloadLostAreSetAgain() throws Exception {
    router.apply(ID, split(1_000_000));
    haproxy.reload();
    assertThat(haproxy.send("/classic").body()).isEqualTo("one");
    assertThat(router.observe(ID)).isInstanceOf(Live.Routed.class);
    assertThat(haproxy.send("/classic").body()).isEqualTo("two");
  }

  @Test
  void whatIsMissingIsTold() throws Exception {
    HaproxyRouter other =
        Haproxy.router(
            Shop.rollout(haproxy),
            haproxy.settings(Map.of("mechanism", "weights", "backend", "plain")));
    assertThat(((Live.Unavailable) other.apply(ID, split(1))).why())
        .contains("backend plain of HAProxy has no server at 127.0.0.1:", "(one)");
    HaproxyRouter nowhere =
        Haproxy.router(
            Shop.rollout(haproxy),
            haproxy.settings(Map.of("mechanism", "weights", "backend", "nowhere")));
    assertThat(((Live.Unavailable) nowhere.observe(ID)).why()).contains("serin/haproxy.backend");
  }

  @Test
  void operatorLevelIsNotEnoughAndSaysSo(@TempDir Path second) throws Exception {
    try (RunningHaproxy strict = RunningHaproxy.start(second, "operator")) {
      HaproxyRouter denied =
          Haproxy.router(
              Shop.rollout(strict),
              strict.settings(Map.of("mechanism", "weights", "backend", "classic")));
      assertThat(((Live.Unavailable) denied.apply(ID, split(1))).why())
          .contains("level admin", "mechanism: map");
    }
  }
}
