package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.Pools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rollout steered in a real nginx, the same for each mechanism.
abstract class SwitchRouterTest {
  static final Revision V1 = new Revision("v1");
  static final Revision V2 = new Revision("v2");
  static final Routing.HeaderRoute TESTERS =
      new Routing.HeaderRoute(
          "testers",
          List.of(
              new HeaderMatch("X-Tester", new TextMatch.Exact("it's me. \"$host\" \\")),
              new HeaderMatch("X-Team", new TextMatch.Prefix("shop"))));
  static final Routing.HeaderRoute BETA =
      new Routing.HeaderRoute(
          "beta", List.of(new HeaderMatch("Cookie", new TextMatch.Exact("beta=yes"))));
  static final Routing.HeaderRoute STAFF =
      new Routing.HeaderRoute(
          "staff",
          List.of(
              new HeaderMatch(
                  "cookie", new TextMatch.Regex("(?P<serin_pool>.*;)? ?role=(admin|dev)(;.*)?"))));
  static final Routing.MirrorRoute READS =
      new Routing.MirrorRoute(
          "reads",
          List.of(
              new RequestMatch(
                  new TextMatch.Exact("GET"), new TextMatch.Prefix("/catalogue"), List.of())),
          30);

  @TempDir private Path folder;
  private NginxProcess nginx;
  private BalancedRollout rollout;
  private PoolRouter router;

  private final String mechanism;

  SwitchRouterTest(String mechanism) {
    this.mechanism = mechanism;
  }

  @BeforeEach
  void start() throws Exception {
    nginx = new NginxProcess(folder, mechanism.equals("lua")).start();
    rollout = nginx.rollout(List.of(TESTERS, BETA, STAFF), List.of(READS));
    NginxSetup setup = Nginx.setup(rollout, nginx.settings(mechanism));
    nginx.includeAll(setup.init());
    assertThat(setup.init()).isInstanceOf(NginxSetup.Outcome.Ready.class);
    router = Nginx.router(rollout, nginx.settings(mechanism));
  }

  @AfterEach
  void stop() {
    nginx.close();
  }

  static Routing split(int ppm, Routing.HeaderRoute... routes) {
    return new Routing(V1, V2, new Weight(ppm), List.of(routes), List.of());
  }

  private Weight apply(Routing routing) {
    Live live = router.apply(NginxProcess.SHOP, routing);
    assertThat(live)
        .isInstanceOfSatisfying(
            Live.Routed.class, routed -> assertThat(routed.routing()).isEqualTo(routing));
    return ((Live.Routed) live).effective();
  }

  private Live observe() {
    return router.observe(NginxProcess.SHOP);
  }

  @Test
  void theShareOfUsersIsTheWeight() {
    List<String> users = Users.ids(20_000);
    Set<String> before = Set.of();
    for (int ppm : new int[] {1_000, 10_000, 100_000, 500_000}) {
      assertThat(apply(split(ppm)).ppm()).isBetween(ppm - 50, ppm + 50);
      Set<String> now = nginx.users().ofSecond(users);
      double share = ppm / (double) Weight.SCALE;
      double error = Math.sqrt(share * (1 - share) * users.size());
      assertThat((double) now.size())
          .as("%d ppm", ppm)
          .isBetween(share * users.size() - 5 * error, share * users.size() + 5 * error);
      assertThat(now).containsAll(before);
      before = now;
    }
  }

  @Test
  void nothingIsNobodyAndAllIsEverybody() {
    List<String> users = Users.ids(1_000);
    apply(split(0));
    assertThat(nginx.users().ofSecond(users)).isEmpty();
    apply(split(Weight.SCALE));
    assertThat(nginx.users().ofSecond(users)).hasSize(1_000);
    apply(Routing.allTo(V1));
    assertThat(nginx.users().ofSecond(users)).isEmpty();
  }

  @Test
  void thePoolsTakeTurns() {
    router.revisions(
        new Pools(
            new Pools.Pool("shop-blue", new Revision("v3")), new Pools.Pool("shop-green", V2)));
    apply(new Routing(V2, new Revision("v3"), new Weight(250_000), List.of(), List.of()));

    assertThat(nginx.users().ofSecond(Users.ids(4_000))).hasSizeBetween(2_860, 3_140);
    apply(Routing.allTo(new Revision("v3")));
    assertThat(nginx.users().ofSecond(Users.ids(100))).isEmpty();
  }

  @Test
  void headersAndCookiesLeadToTheCanary() {
    String me = "X-Tester: it's me. \"$host\" \\";
    Users users = nginx.users();
    apply(split(0, TESTERS, BETA, STAFF));

    assertThat(users.get(me, "X-Team: shop-2")).isEqualTo("<two>");
    assertThat(users.get("X-Tester: it's meh", "X-Team: shop-2")).isEqualTo("<one>");
    assertThat(users.get(me)).isEqualTo("<one>");
    assertThat(users.get("Cookie: beta=yes")).isEqualTo("<two>");
    assertThat(users.get("Cookie: beta=yes; serin=" + Users.ids(1).getFirst())).isEqualTo("<two>");
    assertThat(users.get("Cookie: serin=" + Users.ids(1).getFirst() + "; beta=yes"))
        .isEqualTo("<two>");
    assertThat(users.get("Cookie: beta=yes; more=1")).isEqualTo("<one>");
    assertThat(users.get("Cookie: a=b; role=dev")).isEqualTo("<two>");
    assertThat(users.get("Cookie: a=b; role=devil")).isEqualTo("<one>");

    apply(split(0));
    assertThat(users.get("Cookie: beta=yes")).isEqualTo("<one>");
  }

  @Test
  void aShareOfWhatMatchesIsCopiedToTheCanary() throws IOException {
    int count = 1_000;
    apply(new Routing(V1, V2, Weight.NONE, List.of(), List.of(READS)));
    List<String> requests =
        new ArrayList<>(Collections.nCopies(count, "/catalogue/1?a=b HTTP/1.1\r\n"));
    requests.addAll(Collections.nCopies(count, "/cart HTTP/1.1\r\n"));

    assertThat(nginx.users().bodies(requests)).containsOnly("<one>");

    assertThat(Files.readAllLines(nginx.log("one"))).hasSize(2 * count);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(nginx.log("two")))
                    .hasSizeBetween(225, 375)
                    .containsOnly("GET /catalogue/1?a=b 1"));
    apply(split(0));
    int before = Files.readAllLines(nginx.log("two")).size();
    nginx.users().bodies(requests.subList(0, 100));
    assertThat(Files.readAllLines(nginx.log("two"))).hasSize(before);
  }

  @Test
  void theWeightOutlivesNginx() throws Exception {
    apply(split(300_000));
    List<String> users = Users.ids(1_000);
    Set<String> before = nginx.users().ofSecond(users);

    nginx.kill();
    assertThat(observe())
        .isInstanceOfSatisfying(
            Live.Unavailable.class, it -> assertThat(it.why()).contains("is it running"));
    nginx.start();

    assertThat(observe()).isInstanceOf(Live.Routed.class);
    assertThat(nginx.users().ofSecond(users)).isEqualTo(before);
  }

  @Test
  void aWeightThatIsSetWhileNginxIsDownIsRightWhenItIsBack() throws Exception {
    apply(split(300_000));
    nginx.kill();
    assertThat(router.apply(NginxProcess.SHOP, split(0))).isInstanceOf(Live.Unavailable.class);
    nginx.start();
    assertThat(nginx.users().ofSecond(Users.ids(200))).isEmpty();
    assertThat(observe()).isInstanceOf(Live.Routed.class);
  }

  @Test
  void aFileThatSomebodyEditedIsToldAndPutBack() throws IOException {
    apply(split(100_000));
    Path file = nginx.includes().resolve("default.shop.location");
    String right = Files.readString(file);
    Files.writeString(file, right.replace("set ", "set  "));

    assertThat(observe())
        .isInstanceOfSatisfying(
            Live.Drifted.class,
            drifted -> {
              assertThat(drifted.how()).contains("default.shop.location was edited");
              assertThat(drifted.effective().ppm()).isBetween(99_950, 100_050);
              assertThat(drifted.answer()).isEqualTo(TrafficRouter.OnDrift.REASSERT);
            });
    apply(split(100_000));
    assertThat(file).hasContent(right);
    Files.delete(file);
    assertThat(observe())
        .isInstanceOfSatisfying(
            Live.Drifted.class, drifted -> assertThat(drifted.how()).contains("is gone"));
    apply(split(200_000));
    assertThat(file).hasContent(right);
  }

  @Test
  void switchesThatAreGoneAreTold() throws IOException {
    apply(split(100_000, BETA));
    Path switches = nginx.state().resolve("default.shop");
    for (Path file : List.copyOf(list(switches.toRealPath()))) {
      Files.delete(file);
    }
    assertThat(observe())
        .isInstanceOfSatisfying(
            Live.Drifted.class,
            drifted -> {
              assertThat(drifted.effective()).isEqualTo(Weight.NONE);
              assertThat(drifted.routing().headers()).isEmpty();
            });
    apply(split(100_000, BETA));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  void anotherGenerationIsToldAndPutBack() throws IOException {
    apply(split(100_000));
    Path file = nginx.includes().resolve("default.shop.probe");
    String right = Files.readString(file);
    Files.writeString(file, right.replaceFirst("return 200 \"[0-9a-f]+", "return 200 \"0123"));
    assertThat(new Control(NginxSettings.of(nginx.settings(mechanism))).reload().ok()).isTrue();
    Probe probe = new Probe(NginxSettings.of(nginx.settings(mechanism)).probe(), "default.shop");
    Awaitility.await()
        .until(
            () ->
                probe.ask("") instanceof Probe.Answer.Runs runs
                    && runs.generation().equals("0123"));
    Files.writeString(file, right);
    Awaitility.await().until(() -> observe() instanceof Live.Drifted);
    apply(split(100_000));
  }

  @Test
  void releasingGivesEverythingToStable() {
    apply(split(500_000, BETA));
    router.release(NginxProcess.SHOP);
    assertThat(observe()).isInstanceOf(Live.Unset.class);
    assertThat(nginx.users().get("Cookie: beta=yes")).isEqualTo("<one>");
    assertThat(nginx.users().ofSecond(Users.ids(100))).isEmpty();
  }

  @Test
  void routesThatTheFilesDoNotKnowAreRefused() {
    Routing.HeaderRoute unknown =
        new Routing.HeaderRoute(
            "beta", List.of(new HeaderMatch("Cookie", new TextMatch.Exact("beta=no"))));
    assertThat(router.apply(NginxProcess.SHOP, split(0, unknown)))
        .isInstanceOfSatisfying(
            Live.Unavailable.class, it -> assertThat(it.why()).contains("serin nginx init"));
  }

  NginxProcess nginx() {
    return nginx;
  }

  PoolRouter router() {
    return router;
  }
}
