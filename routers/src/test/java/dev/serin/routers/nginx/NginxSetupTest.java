package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.nginx.NginxSetup.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Serin comes into a real nginx, and goes again.
@Tag("nginx")
class NginxSetupTest {
  @TempDir private Path folder;
  private NginxProcess nginx;

  @BeforeEach
  void start() throws IOException {
    nginx = new NginxProcess(folder, false).start();
  }

  @AfterEach
  void stop() {
    nginx.close();
  }

  private NginxSetup setup(BalancedRollout rollout) {
    return Nginx.setup(rollout, nginx.settings("auto"));
  }

  private BalancedRollout shop() {
    return nginx.rollout(List.of(), List.of());
  }

  private BalancedRollout copied() {
    return nginx.rollout(List.of(), List.of(SwitchRouterTest.READS));
  }

  /// All files that are not nginx' own, and what they hold.
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        String name = folder.relativize(file).toString();
        if (!name.matches("tmp.*|.*\\.log|nginx\\.pid")) {
          files.put(
              name,
              Files.isRegularFile(file)
                  ? Base64.getEncoder().encodeToString(Files.readAllBytes(file))
                  : "");
        }
      }
    }
    return files;
  }

  @Test
  void aPreviewChangesNothing() throws IOException {
    Map<String, String> before = files();
    assertThat(setup(copied()).preview())
        .isInstanceOfSatisfying(
            Outcome.Preview.class,
            preview -> {
              assertThat(preview.files()).hasSize(5);
              assertThat(preview.places()).hasSize(3);
            });
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void theFirstTimeItTellsWhichLinesToAdd() throws IOException {
    Outcome first = setup(copied()).init();

    assertThat(first)
        .isInstanceOfSatisfying(
            Outcome.NeedsLines.class,
            needs -> {
              assertThat(needs.places())
                  .extracting(NginxSetup.Place::where)
                  .containsExactly(
                      "in http { }",
                      "in the server { } that users reach",
                      "in the location { } that users reach, in place of its proxy_pass; leave out what it has already");
              assertThat(needs.places().getFirst().lines())
                  .containsExactly("include " + nginx.includes() + "/*.http;");
              assertThat(needs.places().getLast().lines())
                  .contains("include " + nginx.includes() + "/default.shop.location;")
                  .last()
                  .isEqualTo("proxy_pass http://$serin_pool;");
              assertThat(String.join("\n", needs.advice())).contains("worker_shutdown_timeout");
            });
    nginx.includeAll(first);
    assertThat(setup(copied()).init())
        .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Ready.class))
        .extracting(Outcome.Ready::how)
        .asString()
        .contains("nginx 1.", "default/shop", "by files", "in force");
    assertThat(nginx.users().get()).isEqualTo("<one>");
  }

  @Test
  void whatIsTakenAwayLeavesNothing() throws IOException {
    Map<String, String> before = files();
    nginx.includeAll(setup(copied()).init());
    setup(copied()).init();
    PoolRouter router = Nginx.router(copied(), nginx.settings("auto"));
    router.apply(NginxProcess.SHOP, SwitchRouterTest.split(100_000));
    Map<String, String> inside = files();

    assertThat(setup(copied()).remove())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.why()).contains("still needs them", "default.shop."));
    assertThat(files()).isEqualTo(inside);

    nginx.include("", "", "return 200 \"<plain>\";");
    assertThat(setup(copied()).remove()).isInstanceOf(Outcome.Removed.class);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aFolderOfTheUserStaysWhenItIsEmpty() throws Exception {
    Files.createDirectory(nginx.includes());
    Files.createDirectory(nginx.state());
    setup(shop()).init();
    nginx.kill();
    assertThat(setup(shop()).init()).isInstanceOf(Outcome.Failed.class);
    nginx.start();

    assertThat(setup(shop()).remove()).isInstanceOf(Outcome.Removed.class);

    assertThat(nginx.includes()).isEmptyDirectory();
    assertThat(nginx.state()).isEmptyDirectory();
  }

  @Test
  void aConfigurationThatIsBrokenAlreadyIsLeftAlone() throws IOException {
    nginx.include("nonsense;", "", "");
    Map<String, String> before = files();
    assertThat(setup(shop()).init())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("nonsense"));
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void filesThatTheConfigurationRefusesArePutBack() throws IOException {
    nginx.upstreams("upstream backend { server 127.0.0.1:1; }");
    nginx.include(
        "include serin/*.http;",
        "location = /serin-copy/default.shop { return 404; } include serin/*.server;",
        "include serin/*.location; proxy_pass http://backend;");
    assertThat(setup(shop()).init()).isInstanceOf(Outcome.Ready.class);
    Map<String, String> before = files();

    assertThat(setup(copied()).init())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.why()).contains("duplicate location"));

    assertThat(files()).isEqualTo(before);
    assertThat(setup(shop()).init()).isInstanceOf(Outcome.Ready.class);
  }

  @Test
  void anNginxThatDoesNotRunIsTold() throws Exception {
    nginx.kill();
    Map<String, String> before = files();
    assertThat(setup(shop()).init())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.why()).contains("is it running?"));
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void twoRolloutsShareOneNginx() throws IOException {
    BalancedRollout other =
        new BalancedRollout(
            new RolloutId("test", "shop"),
            NginxProcess.backend("shop-blue", "v8", nginx.two),
            NginxProcess.backend("shop-green", "v9", nginx.one),
            List.of(),
            List.of());
    setup(shop()).init();
    setup(other).init();
    nginx.include(
        "include serin/*.http;",
        """
        include serin/default.shop.server;
        include serin/test.shop.server;
        location /other {
          include serin/test.shop.location;
          proxy_pass http://$serin_pool;
        }
        """,
        "include serin/default.shop.location; proxy_pass http://$serin_pool;");
    assertThat(setup(shop()).init()).isInstanceOf(Outcome.Ready.class);
    assertThat(setup(other).init()).isInstanceOf(Outcome.Ready.class);
    PoolRouter router = Nginx.router(other, nginx.settings("auto"));
    Routing routing =
        new Routing(new Revision("v8"), new Revision("v9"), Weight.ALL, List.of(), List.of());
    assertThat(router.apply(other.id(), routing)).isInstanceOf(Live.Routed.class);

    assertThat(nginx.users().get()).isEqualTo("<one>");
    assertThat(nginx.users().bodies(List.of("/other HTTP/1.1\r\n"))).containsExactly("<one>");
    nginx.include(
        "include serin/*.http;",
        "include serin/default.shop.server;",
        "include serin/default.shop.location; proxy_pass http://$serin_pool;");
    assertThat(setup(other).remove()).isInstanceOf(Outcome.Removed.class);
    assertThat(setup(shop()).init()).isInstanceOf(Outcome.Ready.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "reload"})
  void anotherMechanismLeavesUsersWhereTheyAre(String next) throws IOException {
    String first = next.equals("files") ? "reload" : "files";
    nginx.includeAll(Nginx.setup(shop(), nginx.settings(first)).init());
    Nginx.setup(shop(), nginx.settings(first)).init();
    Nginx.router(shop(), nginx.settings(first))
        .apply(NginxProcess.SHOP, SwitchRouterTest.split(300_000));

    assertThat(Nginx.setup(shop(), nginx.settings(next)).init()).isInstanceOf(Outcome.Ready.class);

    assertThat(nginx.users().ofSecond(Users.ids(2_000))).hasSizeBetween(500, 700);
    PoolRouter router = Nginx.router(shop(), nginx.settings(next));
    assertThat(router.apply(NginxProcess.SHOP, SwitchRouterTest.split(Weight.SCALE)))
        .isInstanceOf(Live.Routed.class);
    assertThat(nginx.users().ofSecond(Users.ids(100))).hasSize(100);
  }

  @Test
  void aRolloutThatNobodyPutInIsRefusedWithWhatToDo() throws IOException {
    PoolRouter router = Nginx.router(shop(), nginx.settings("files"));
    assertThat(router.apply(NginxProcess.SHOP, SwitchRouterTest.split(0)))
        .isInstanceOfSatisfying(
            Live.Unavailable.class,
            it -> assertThat(it.why()).contains("does not answer its probe", "include"));
    nginx.includeAll(setup(shop()).init());
    setup(shop()).init();
    nginx.include("include serin/*.http;", "include serin/*.server;", "return 200 plain;");

    assertThat(router.apply(NginxProcess.SHOP, SwitchRouterTest.split(0)))
        .isInstanceOfSatisfying(
            Live.Unavailable.class,
            it -> assertThat(it.why()).contains("does not include", "default.shop.location"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "reload"})
  void aCacheOfFilesHidesNoSwitch(String mechanism) throws IOException {
    String cache = "open_file_cache max=9000 inactive=600s; open_file_cache_valid 600s;";
    nginx.upstreams(cache + " open_file_cache_errors on;");
    NginxSetup setup = Nginx.setup(shop(), nginx.settings(mechanism));
    nginx.includeAll(setup.init());
    assertThat(setup.init()).isInstanceOf(Outcome.Ready.class);
    PoolRouter router = Nginx.router(shop(), nginx.settings(mechanism));
    for (int ppm : new int[] {0, Weight.SCALE, 0}) {
      assertThat(router.apply(NginxProcess.SHOP, SwitchRouterTest.split(ppm)))
          .isInstanceOf(Live.Routed.class);
      assertThat(nginx.users().ofSecond(Users.ids(200))).hasSize(ppm == 0 ? 0 : 200);
    }

    nginx.include(
        "include serin/*.http;",
        "include serin/*.server;",
        cache + "include serin/*.location; proxy_pass http://$serin_pool;");
    assertThat(setup.init())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.why()).contains("take `open_file_cache` out"));
  }

  @Test
  void aQuotationThatIsNotClosedEndsWithItsText() throws IOException {
    Routing.HeaderRoute route =
        new Routing.HeaderRoute(
            "quoted", List.of(new HeaderMatch("X-Text", new TextMatch.Regex("\\Qa.b"))));
    BalancedRollout rollout = nginx.rollout(List.of(route), List.of());
    nginx.includeAll(setup(rollout).init());
    assertThat(setup(rollout).init()).isInstanceOf(Outcome.Ready.class);
    Nginx.router(rollout, nginx.settings("auto"))
        .apply(NginxProcess.SHOP, SwitchRouterTest.split(0, route));

    assertThat(nginx.users().get("X-Text: a.b")).isEqualTo("<two>");
    assertThat(nginx.users().get("X-Text: a.b)$")).isEqualTo("<one>");
    assertThat(nginx.users().get("X-Text: axb")).isEqualTo("<one>");
  }

  @Test
  void backendsOfHttp2GetTheirOwnLine() throws IOException {
    BalancedRollout rollout =
        new BalancedRollout(NginxProcess.SHOP, http2("a", 1), http2("b", 2), List.of(), List.of());
    Outcome first = setup(rollout).init();
    assertThat(((Outcome.NeedsLines) first).places().getLast().lines())
        .contains("grpc_pass grpc://$serin_pool;");
    nginx.includeAll(first);
    assertThat(setup(rollout).init()).isInstanceOf(Outcome.Ready.class);
  }

  private static Backend http2(String name, int port) {
    Backend plain = NginxProcess.backend(name, name, port);
    return new Backend(
        name, plain.revision(), plain.endpoints(), plain.healthCheck(), Backend.Protocol.HTTP_2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"; } } nonsense { \"",
        "$host $serin_pool ${host}",
        "back\\slash \\\" \\n end\\",
        "# no comment ' ; {1,2} (a|b)* [x] ^$ ~ ! -f",
        "default",
        "volatile"
      })
  void aTextOfARouteIsOnlyText(String text) throws IOException {
    Routing.HeaderRoute route =
        new Routing.HeaderRoute(
            "route \"; } {", List.of(new HeaderMatch("X-Text", new TextMatch.Exact(text))));
    BalancedRollout rollout = nginx.rollout(List.of(route), List.of());
    nginx.includeAll(setup(rollout).init());
    assertThat(setup(rollout).init()).isInstanceOf(Outcome.Ready.class);
    PoolRouter router = Nginx.router(rollout, nginx.settings("auto"));
    assertThat(router.apply(NginxProcess.SHOP, SwitchRouterTest.split(0, route)))
        .isInstanceOf(Live.Routed.class);

    assertThat(nginx.users().get("X-Text: " + text)).isEqualTo("<two>");
    assertThat(nginx.users().get("X-Text: " + text + "x")).isEqualTo("<one>");
    assertThat(nginx.users().get()).isEqualTo("<one>");
  }
}
