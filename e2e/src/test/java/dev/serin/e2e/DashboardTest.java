package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard of a real server in a real browser, from the empty list to a release that was
/// taken back. The tests are one story in order: a browser and a server cost seconds each.
@Tag("chromium")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DashboardTest {
  private static final String SHOP = "/rollouts/default/shop";
  private static final String STEPS =
      """
            steps:
            - setWeight: 20
            - pause: {}
            - setWeight: 50
            - pause: {}
      """;

  /// What sticks out of a page of this width; nothing when all of it fits.
  private static final String BEYOND =
      """
      return document.documentElement.scrollWidth <= arguments[0] ? '' : [...document.querySelectorAll('*')]
        .filter((it) => it.getBoundingClientRect().right > arguments[0])
        .map((it) => it.tagName + '.' + it.className).join(' ');
      """;

  private final int port = freePort();
  private final int gateway = freePort();
  private final HttpClient client = HttpClient.newHttpClient();

  private Path folder;
  private Service blue;
  private Service green;
  private @Nullable Users users;
  private Serin serin;
  private Browser browser;

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new IllegalStateException(none);
    }
  }

  @BeforeAll
  void open(@TempDir Path fresh) {
    folder = fresh;
    blue = Service.start("v1");
    green = Service.start("v2");
    serin = start();
    browser = Browser.open(folder.resolve("profile"), home());
  }

  @AfterAll
  void close() {
    browser.close();
    if (users != null) {
      users.close();
    }
    serin.close();
    green.close();
    blue.close();
  }

  @AfterEach
  void nothingWentWrongInThePage() {
    assertThat(browser.errors()).as(serin::story).isEmpty();
  }

  private URI home() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private Serin start() {
    Serin started =
        Serin.start(
            folder,
            folder.resolve("state"),
            "server",
            "--listen",
            home().getAuthority(),
            "--gateway",
            "127.0.0.1:" + gateway);
    await("the server").atMost(Duration.ofSeconds(60)).ignoreExceptions().until(this::answers);
    return started;
  }

  private boolean answers() throws Exception {
    return send(HttpRequest.newBuilder(home().resolve("/"))).statusCode() == 200;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String manifests(String version) {
    return new Shop(blue, green).plain("serin/gateway: {}", STEPS).replace("v2", version);
  }

  private void paste(String manifests) {
    browser.run(
        """
        const area = document.querySelector('.manifest');
        area.value = arguments[0];
        area.dispatchEvent(new Event('input', { bubbles: true }));
        """,
        manifests);
  }

  @Test
  @Order(1)
  void anEmptyListShowsTheFirstCommand() {
    browser.go("/");
    browser.awaitText("main", "serin apply -f");
    browser.awaitText(".connection", "Live");
  }

  @Test
  @Order(2)
  void aMistakeIsShownAtItsPlaceAndNothingIsApplied() {
    browser.go("/create");
    paste(manifests("v2").replace("setWeight: 50", "setWeigth: 50"));
    browser.click(".create-actions button");
    browser.awaitText(".outcome", "setWeigth");
    browser.click(".outcome .place");
    assertThat(browser.run("return document.getSelection().toString()"))
        .asString()
        .contains("setWeigth");
    assertThat(
            browser.run("return document.querySelectorAll('.create-actions button')[1].disabled"))
        .isEqualTo(true);
  }

  @Test
  @Order(3)
  void manifestsAreCheckedAndThenApplied() {
    paste(manifests("v2"));
    browser.click(".create-actions button");
    browser.awaitText(".outcome", "created");
    browser.click(".create-actions button:nth-of-type(2):not(:disabled)");
    browser.awaitText(".outcome", "Applied");
    users = Users.of(URI.create("http://127.0.0.1:" + gateway + "/"));
    browser.click(".outcome a[href='" + SHOP + "']");
    browser.awaitText("h1", "shop");
  }

  @Test
  @Order(4)
  void aReleaseIsWatchedWithoutLoadingAnew() {
    browser.run("window.same = true");
    browser.awaitText(".where", "20%");
    browser.awaitText(".ladder .current", "pause");
    browser.awaitText(".title", "Paused");
    browser.awaitText(".comparison-cards", "errors");
    browser.awaitText(".transitions", "RolloutStepCompleted");
    assertThat(browser.run("return window.same")).isEqualTo(true);
  }

  @Test
  @Order(5)
  void aPromotionAsksForAReasonAndTellsIt() {
    browser.click("[data-command=promote]");
    browser.awaitText("dialog", "goes on with: setWeight: 50");
    browser.write("dialog textarea", "seen by hand");
    browser.click("dialog button[type=submit]");
    browser.awaitText(".where", "50%");
    browser.awaitText(".transitions", "seen by hand");
  }

  @Test
  @Order(6)
  void aComparisonIsShownAtFullSize() {
    browser.click(".comparison h3 a");
    browser.awaitText("main", "Evidence over time");
    assertThat(browser.place()).startsWith(SHOP + "/comparisons/");
    assertThat(browser.run("return document.querySelectorAll('canvas').length")).isEqualTo(3L);
    browser.run("history.back()");
    browser.awaitText(".where", "50%");
  }

  @Test
  @Order(7)
  void whatCanNotBeDoneSaysWhy() {
    browser.click("[data-command=retry]");
    browser.awaitText(".notice", "Only an update that was taken back");
  }

  @Test
  @Order(8)
  void keysOpenDialogsAndEscapeClosesThem() {
    browser.press("?");
    browser.awaitText("dialog", "Keyboard shortcuts");
    browser.escape();
    browser.press("x");
    browser.awaitText("dialog", "gets all traffic again");
    browser.escape();
    assertThat(browser.text("dialog")).isEmpty();
    browser.press("g", "a");
    browser.awaitText("h1", "Audit");
    assertThat(browser.place()).isEqualTo("/audit");
  }

  @Test
  @Order(9)
  void anAbortIsSeenAtOnce() {
    browser.go(SHOP);
    browser.click("[data-command=abort]");
    browser.write("dialog textarea", "customers complain");
    browser.click("dialog button[type=submit]");
    browser.awaitText(".title", "Degraded");
    browser.awaitText(".where", "0%");
    browser.awaitText(".transitions", "customers complain");
    browser.awaitText(".answer.next", "until somebody retries");
  }

  @Test
  @Order(10)
  void everyPageIsOpenToEverybodyInBothThemes() {
    for (String theme : List.of("dark", "light")) {
      browser.run("localStorage.setItem('serin.theme', arguments[0])", theme);
      for (String page : List.of("/", SHOP, "/create", "/audit", comparison())) {
        browser.go(page);
        assertThat(browser.barriers()).as(theme + " " + page).isEmpty();
      }
    }
  }

  private String comparison() {
    browser.go(SHOP);
    browser.awaitText(".comparison-cards", "errors");
    return String.valueOf(
        browser.run("return document.querySelector('.comparison h3 a').getAttribute('href')"));
  }

  @Test
  @Order(11)
  void themeAndLanguageAreKept() {
    browser.go("/");
    browser.click(".menu button");
    browser.click(".menu input[value=dark] + span");
    browser.click(".menu input[value=ko] + span");
    browser.awaitText("h1", "롤아웃");
    browser.reload();
    browser.awaitText("h1", "롤아웃");
    browser.awaitText(".rollouts", "저하");
    assertThat(browser.run("return document.documentElement.lang")).isEqualTo("ko");
    assertThat(browser.run("return document.documentElement.dataset.theme")).isEqualTo("dark");
    browser.run("localStorage.clear()");
  }

  @Test
  @Order(12)
  void everyPageFitsOnATelephone() {
    browser.resize(360, 740);
    for (String page : List.of("/", SHOP, "/create", "/audit")) {
      browser.go(page);
      assertThat(browser.run(BEYOND, 360)).as(page).isEqualTo("");
    }
    browser.resize(1360, 1000);
  }

  @Test
  @Order(13)
  void aLostConnectionIsToldAndComesBack() {
    browser.go(SHOP);
    browser.awaitText(".connection", "Live");
    serin.kill();
    browser.awaitText(".connection", "Connection lost");
    serin = start();
    browser.awaitText(".connection", "Live");
    browser.awaitText(".title", "Degraded");
  }

  @Test
  @Order(14)
  void whoIsNotLoggedInIsAskedForAToken() throws Exception {
    String token = makeToken();
    browser.go(SHOP);
    browser.awaitText("h1", "Log in");
    assertThat(browser.barriers()).isEmpty();
    browser.write("#token", "serin_wrong");
    browser.click(".login button[type=submit]");
    browser.awaitText("[role=alert]", "not valid");
    browser.write("#token", token);
    browser.click(".login button[type=submit]");
    browser.awaitText("h1", "shop");
    browser.click(".menu button");
    browser.awaitText(".who", "mina");
    browser.click(".who button");
    browser.awaitText("h1", "Log in");
  }

  private String makeToken() throws Exception {
    HttpResponse<String> made =
        send(
            HttpRequest.newBuilder(home().resolve("/api/v1/tokens"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"mina\",\"roles\":[{\"role\":\"admin\",\"namespace\":\"*\"}]}")));
    assertThat(made.statusCode()).as(made.body()).isLessThan(300);
    return Serin.json(made.body()).path("token").asText();
  }
}
