package dev.serin.routers.haproxy;

import static dev.serin.routers.haproxy.Shop.ID;
import static dev.serin.routers.haproxy.Shop.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.TrafficRouter.OnDrift;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.Pools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rollout steered by a map in a real HAProxy.
@Tag("haproxy")
class MapRouterTest {
  private static final String NASTY = "it's \"me\" }  \\ # $HOME %[x] { || -f";
  private static final Routing.HeaderRoute TESTERS =
      Shop.route("testers; clear map #0\n", "X-Tester", new TextMatch.Exact(NASTY));
  private static final Routing.HeaderRoute TEAM =
      Shop.route("team", "Cookie", new TextMatch.Regex("(.*; *)?team=(red|blue)(;.*)?"));
  private static final Routing.HeaderRoute BOTH =
      new Routing.HeaderRoute(
          "both",
          List.of(
              new HeaderMatch("X-A", new TextMatch.Prefix("}")),
              new HeaderMatch("X-B", new TextMatch.Exact(""))));

  @TempDir private Path folder;
  private RunningHaproxy haproxy;
  private HaproxyRouter router;

  @BeforeEach
  void start() throws Exception {
    haproxy = RunningHaproxy.start(folder, "operator");
    var outcome =
        Haproxy.setup(Shop.rollout(haproxy, TESTERS, TEAM, BOTH), haproxy.settings(Map.of()))
            .init();
    assertThat(outcome).isInstanceOf(SetupOutcome.Ready.class);
    router = fresh();
  }

  private HaproxyRouter fresh() {
    return Haproxy.router(
        Shop.rollout(haproxy, TESTERS, TEAM, BOTH), haproxy.settings(Map.of("onDrift", "hold")));
  }

  @AfterEach
  void stop() {
    haproxy.close();
  }

  private Path map() {
    return folder.resolve("maps/default/shop.map");
  }

  private int canaries(List<String> users) throws Exception {
    int canaries = 0;
    for (String user : users) {
      canaries += haproxy.get("Cookie", "serin=" + user).equals("two") ? 1 : 0;
    }
    return canaries;
  }

  private static List<String> users(int count) {
    List<String> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      users.add(UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}).toString());
    }
    return users;
  }

  @Test
  void theWeightIsTheShareOfUsers() throws Exception {
    int requests = 4000;
    for (int ppm : new int[] {1000, 10_000, 100_000, 500_000}) {
      router.apply(ID, split(ppm));
      double share = ppm / 1e6;
      double error = Math.sqrt(share * (1 - share) / requests);
      assertThat(canaries(users(requests)) / (double) requests)
          .as("%d ppm", ppm)
          .isBetween(share - 5 * error, share + 5 * error);
    }
  }

  @Test
  void nothingAndEverythingAreExact() throws Exception {
    List<String> users = users(500);
    router.apply(ID, split(0));
    assertThat(canaries(users)).isZero();
    router.apply(ID, split(1_000_000));
    assertThat(canaries(users)).isEqualTo(500);
  }

  @Test
  void usersStayWhereTheyAreWhileTheWeightGrows() throws Exception {
    List<String> canaries = users(1000);
    for (int ppm : new int[] {500_000, 200_000, 50_000, 10_000}) {
      router.apply(ID, split(ppm));
      List<String> kept = new ArrayList<>();
      for (String user : users(1000)) {
        if (haproxy.get("Cookie", "serin=" + user).equals("two")) {
          kept.add(user);
        }
      }
      assertThat(canaries).containsAll(kept);
      canaries = kept;
    }
  }

  @Test
  void aNewUserGetsACookieOnce() throws Exception {
    router.apply(ID, split(0));
    String cookie = haproxy.send("/").headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).matches("serin=[0-9a-f-]{36}; Path=/; .*HttpOnly.*");
    String known = cookie.substring(0, cookie.indexOf(';'));
    assertThat(haproxy.send("/", "Cookie", known).headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void routesByHeaderAndCookieAreSwitchedOnAndOff() throws Exception {
    router.apply(ID, split(0, TEAM, BOTH));
    assertThat(haproxy.get("Cookie", "a=b; team=red")).isEqualTo("two");
    assertThat(haproxy.get("Cookie", "team=green")).isEqualTo("one");
    assertThat(haproxy.get("X-A", "} x", "X-B", "")).isEqualTo("two");
    assertThat(haproxy.get("X-A", "x", "X-B", "")).isEqualTo("one");
    assertThat(haproxy.get("X-Tester", NASTY)).isEqualTo("one");
    router.apply(ID, split(0, TESTERS));
    assertThat(haproxy.get("X-Tester", NASTY)).isEqualTo("two");
    assertThat(haproxy.get("X-Tester", "it's")).isEqualTo("one");
    assertThat(haproxy.get("Cookie", "team=red")).isEqualTo("one");
  }

  @Test
  void aChangeByHandIsDrift() {
    router.apply(ID, split(100_000, TEAM));

    haproxy.ask("set map " + map() + " weight 300000");
    Live.Drifted drift = (Live.Drifted) router.observe(ID);
    assertThat(drift.effective()).isEqualTo(Weight.percent(30));
    assertThat(drift.answer()).isEqualTo(OnDrift.HOLD);
    assertThat(drift.how()).contains("shop.map", "30 %, not 10 %");

    haproxy.ask("del map " + map() + " " + RouteKey.of(TEAM));
    drift = (Live.Drifted) router.observe(ID);
    assertThat(drift.routing().headers()).isEmpty();
    assertThat(drift.how()).contains("route team was switched off");

    assertThat(router.apply(ID, split(100_000, TEAM))).isInstanceOf(Live.Routed.class);
  }

  @Test
  void theWeightOutlivesHaproxy() throws Exception {
    router.apply(ID, split(1_000_000));
    haproxy.reload();
    assertThat(haproxy.get()).isEqualTo("two");
    assertThat(router.observe(ID)).isInstanceOf(Live.Routed.class);
    haproxy.restart();
    assertThat(haproxy.get()).isEqualTo("two");
    assertThat(router.observe(ID)).isInstanceOf(Live.Routed.class);
  }

  @Test
  void aWeightThatAReloadLostIsPutBack() throws Exception {
    router.apply(ID, split(0));
    byte[] old = Files.readAllBytes(map());
    router.apply(ID, split(1_000_000));
    byte[] last = Files.readAllBytes(map());
    Files.write(map(), old);
    haproxy.reload();
    assertThat(haproxy.get()).isEqualTo("one");
    Files.write(map(), last);

    assertThat(router.observe(ID)).isInstanceOf(Live.Routed.class);
    assertThat(haproxy.get()).isEqualTo("two");
  }

  @Test
  void aWeightThatSomebodyChangesAfterAReloadIsDrift() throws Exception {
    router.apply(ID, split(100_000));
    haproxy.reload();
    assertThat(router.observe(ID)).isInstanceOf(Live.Routed.class);
    haproxy.ask("set map " + map() + " weight 900000");
    assertThat(((Live.Drifted) router.observe(ID)).effective()).isEqualTo(Weight.percent(90));
  }

  @Test
  void aMapFileThatSomebodyChangedIsDriftAfterAReload() throws Exception {
    router.apply(ID, split(100_000));
    Files.writeString(map(), Files.readString(map()).replace("weight 100000", "weight 900000"));
    haproxy.reload();
    assertThat(((Live.Drifted) router.observe(ID)).effective()).isEqualTo(Weight.percent(90));
  }

  @Test
  void aHaproxyThatIsDownOrForeignIsNotAvailable() throws Exception {
    assertThat(Haproxy.router(Shop.rollout(haproxy, TEAM), haproxy.settings(Map.of())).observe(ID))
        .isInstanceOfSatisfying(
            Live.Unavailable.class, it -> assertThat(it.why()).contains("serin haproxy init"));
    haproxy.kill();
    assertThat(((Live.Unavailable) router.observe(ID)).why()).contains("start HAProxy");
    haproxy.restart();
    Haproxy.setup(Shop.rollout(haproxy), haproxy.settings(Map.of())).remove();
    assertThat(((Live.Unavailable) router.observe(ID)).why())
        .contains("no map", "serin haproxy init");
    Files.delete(haproxy.socket());
    assertThat(((Live.Unavailable) router.observe(ID)).why()).contains("serin/haproxy.socket");
  }

  @Test
  void linesThatSomebodyEditedAreToldWhileTheWeightCanStillBeSet() throws Exception {
    router.apply(ID, split(100_000));
    String text = Files.readString(haproxy.config());
    Files.writeString(haproxy.config(), text.replace("xxh32,mod(1000000)", "xxh32,mod(10)"));

    assertThat(((Live.Unavailable) router.observe(ID)).why())
        .contains("default/shop", "haproxy.cfg", "serin haproxy init");
    assertThat(router.apply(ID, split(0))).isInstanceOf(Live.Routed.class);

    Files.writeString(haproxy.config(), text);
    assertThat(router.observe(ID)).isInstanceOf(Live.Routed.class);
  }

  @Test
  void allGoesBackToStableThoughTheConfigurationIsAnotherOne() throws Exception {
    router.apply(ID, split(1_000_000));
    HaproxyRouter other =
        Haproxy.router(
            Shop.rollout(haproxy, TESTERS, TEAM, BOTH), haproxy.settings(Map.of("logSample", 7)));

    assertThat(other.observe(ID)).isInstanceOf(Live.Unavailable.class);
    assertThat(other.apply(ID, split(500_000))).isInstanceOf(Live.Unavailable.class);
    assertThat(haproxy.get()).isEqualTo("two");
    assertThat(other.apply(ID, split(0))).isInstanceOf(Live.Routed.class);
    assertThat(haproxy.get()).isEqualTo("one");
    assertThat(((Live.Unavailable) other.observe(ID)).why()).contains("serin haproxy init");
    assertThat(router.apply(ID, split(0))).isInstanceOf(Live.Routed.class);
  }

  @Test
  void poolsTakeTurns() throws Exception {
    Revision v3 = new Revision("v3");
    router.apply(ID, split(1_000_000));
    router.revisions(new Pools(new Pools.Pool("one", v3), new Pools.Pool("two", Shop.V2)));
    assertThat(router.observe(ID)).isInstanceOf(Live.Unset.class);
    router.apply(ID, new Routing(Shop.V2, v3, Weight.NONE, List.of(), List.of()));
    assertThat(haproxy.get()).isEqualTo("two");
    router.apply(ID, new Routing(Shop.V2, v3, Weight.ALL, List.of(), List.of()));
    assertThat(haproxy.get()).isEqualTo("one");
  }

  @Test
  void whatAKilledSerinLeftInMemoryIsCleanedUp() {
    router.apply(ID, split(100_000));
    for (int i = 0; i < 3; i++) {
      String version = haproxy.ask("prepare map " + map()).replaceAll("[^0-9]", "");
      haproxy.ask("add map @%s %s weight 7".formatted(version, map()));
    }
    fresh().apply(ID, split(200_000));
    for (int i = 0; i < 20; i++) {
      router.apply(ID, split(i * 1000));
    }
    String maps = haproxy.ask("show map");
    assertThat(maps.lines().filter(line -> line.contains("shop.map")))
        .singleElement()
        .asString()
        .contains("entry_cnt=4");
  }
}
