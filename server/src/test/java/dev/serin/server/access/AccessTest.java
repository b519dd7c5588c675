package dev.serin.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server with tokens lets through.
class AccessTest {
  private static final String JSON = "{\"command\":\"promote\"}";
  private @TempDir Path folder;
  private Door door;
  private String admin;

  @BeforeEach
  void open() {
    door = Door.open(folder, Door.options());
    admin = door.token(Role.ADMIN, "*");
  }

  @AfterEach
  void close() {
    door.close();
  }

  @ParameterizedTest
  @CsvSource({
    "nobody,   *,    200, 401, 401, 401, 401",
    "VIEWER,   *,    200, 200, 200, 403, 403",
    "OPERATOR, *,    200, 200, 200, 200, 403",
    "ADMIN,    *,    200, 200, 200, 200, 200",
    "VIEWER,   shop, 200, 200, 200, 403, 403",
    "OPERATOR, shop, 200, 200, 200, 200, 403",
    "ADMIN,    shop, 200, 200, 200, 200, 200",
    "VIEWER,   bank, 200, 200, 403, 403, 403",
    "ADMIN,    bank, 200, 200, 403, 403, 403",
  })
  void aRoleOpensWhatNeedsIt(
      String role, String namespace, int open, int list, int get, int command, int delete) {
    String[] who =
        role.equals("nobody") ? new String[0] : door.bearer(Role.valueOf(role), namespace);
    assertThat(
            List.of(
                door.get("/open", who).status(),
                door.get("/api/v1/rollouts", who).status(),
                door.get("/api/v1/rollouts/shop/cart", who).status(),
                door.send("POST", "/api/v1/rollouts/shop/cart/commands", JSON, who).status(),
                door.send("DELETE", "/api/v1/rollouts/shop/cart", "", who).status()))
        .containsExactly(open, list, get, command, delete);
  }

  @Test
  void otherSpellingsOfARouteNeedItsRoleToo() {
    for (String path : List.of("/api/v1/rollouts/", "/api/v1/rollouts?x=1", "/api/v1//rollouts")) {
      assertThat(door.get(path).status()).isIn(401, 404);
      assertThat(door.send("HEAD", path, "").status()).isIn(401, 404);
    }
    String[] bank = door.bearer(Role.VIEWER, "bank");
    for (String path : List.of("shop/cart/", "sh%6fp/cart", "./shop/cart", "bank/../shop/cart")) {
      assertThat(door.get("/api/v1/rollouts/" + path, bank).status()).isIn(400, 403, 404);
      assertThat(door.send("HEAD", "/api/v1/rollouts/" + path, "", bank).status())
          .isIn(400, 403, 404);
    }
  }

  @Test
  void whoIsNotKnownIsToldHowToLogIn() {
    Door.Answer answer = door.get("/api/v1/rollouts");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("type").asText()).isEqualTo("urn:serin:problem:login-needed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer serin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Bearer ",
        "Bearer",
        "Basic YWRtaW46YWRtaW4=",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0."
      })
  void aWrongTokenIsRefused(String header) {
    assertThat(door.get("/api/v1/rollouts", "Authorization", header).status()).isEqualTo(401);
  }

  @Test
  void aWrongTokenIsNotMadeGoodByASession() {
    String cookie = login().cookie();
    assertThat(door.get("/api/v1/rollouts", "Cookie", cookie).status()).isEqualTo(200);
    assertThat(
            door.get("/api/v1/rollouts", "Cookie", cookie, "Authorization", "Bearer serin_wrong")
                .status())
        .isEqualTo(401);
  }

  @Test
  void anExpiredTokenIsRefused() {
    Instant before = Instant.now().minusSeconds(7200);
    Tokens past = new Tokens(door.store, () -> before);
    var order =
        new Tokens.Order("old", List.of(new Grant(Role.ADMIN, "*")), before.plusSeconds(3600));
    String secret = past.issue(order, "test").secret();
    assertThat(door.get("/api/v1/rollouts", Door.bearer(secret)).status()).isEqualTo(401);
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceAndSoAreItsSessions() {
    String cookie = login().cookie();
    assertThat(door.get("/api/v1/rollouts", "Cookie", cookie).status()).isEqualTo(200);
    String other = door.token(Role.ADMIN, "*", "other");
    assertThat(door.send("DELETE", "/api/v1/tokens/1", "", Door.bearer(other)).status())
        .isEqualTo(204);
    assertThat(door.get("/api/v1/rollouts", Door.bearer(admin)).status()).isEqualTo(401);
    assertThat(door.get("/api/v1/rollouts", "Cookie", cookie).status()).isEqualTo(401);
  }

  @Test
  void aTokenIsShownOnceAndListedWithoutItself() {
    Door.Answer made =
        door.send(
            "POST",
            "/api/v1/tokens",
            "{\"name\":\"ci\",\"roles\":[{\"role\":\"operator\",\"namespace\":\"shop\"}],"
                + "\"expiresAt\":\"2999-01-01T00:00:00Z\"}",
            Door.bearer(admin));
    assertThat(made.status()).isEqualTo(201);
    String secret = made.json().path("token").asText();
    assertThat(secret).matches("serin_[A-Za-z0-9_-]{43}");
    assertThat(door.get("/api/v1/rollouts/shop/cart", Door.bearer(secret)).status()).isEqualTo(200);
    Door.Answer listed = door.get("/api/v1/tokens", Door.bearer(admin));
    assertThat(listed.body()).doesNotContain(secret, Secret.hash(secret));
    JsonNode item = listed.json().path("items").get(1);
    assertThat(item.path("name").asText()).isEqualTo("ci");
    assertThat(item.at("/roles/0/role").asText()).isEqualTo("operator");
    assertThat(item.at("/roles/0/namespace").asText()).isEqualTo("shop");
    assertThat(item.path("by").asText()).startsWith("token:ADMIN");
    assertThat(item.path("usedAt").asText()).isNotEmpty();
  }

  @Test
  void anAdministratorOfANamespaceMakesNoTokensForOthers() {
    String[] shop = door.bearer(Role.ADMIN, "shop");
    String viewer = "{\"role\":\"viewer\"}";
    String bank = "{\"role\":\"viewer\",\"namespace\":\"bank\"}";
    String admin = "{\"role\":\"admin\",\"namespace\":\"shop\"}";
    for (String roles : List.of(viewer, bank, admin + "," + bank)) {
      String body = "{\"name\":\"x\",\"roles\":[" + roles + "]}";
      assertThat(door.send("POST", "/api/v1/tokens", body, shop).status()).isEqualTo(403);
    }
    String own = "{\"name\":\"x\",\"roles\":[" + admin + "]}";
    assertThat(door.send("POST", "/api/v1/tokens", own, shop).status()).isEqualTo(201);
    assertThat(door.get("/api/v1/tokens", shop).json().path("items")).hasSize(2);
    assertThat(door.send("DELETE", "/api/v1/tokens/1", "", shop).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{}",
        "{\"name\":\"x\"}",
        "{\"name\":\"x\",\"roles\":[]}",
        "{\"name\":\"x\",\"roles\":[{}]}",
        "{\"name\":\"x\",\"roles\":[{\"role\":\"root\"}]}",
        "{\"name\":\"a b\",\"roles\":[{\"role\":\"viewer\"}]}",
        "{\"name\":\"x\",\"roles\":[{\"role\":\"viewer\",\"namespace\":\"a b\"}]}",
        "{\"name\":\"x\",\"roles\":[{\"role\":\"viewer\"}],\"expiresAt\":\"2000-01-01T00:00:00Z\"}",
        "{\"name\":\"x\",\"roles\":[{\"role\":\"viewer\"}],\"expiresAt\":\"soon\"}",
        "{\"name\":\"x\",\"roles\":[{\"role\":\"viewer\"}],\"more\":1}"
      })
  void aTokenThatCanNotBeIsRefusedWithAProblem(String body) {
    Door.Answer answer = door.send("POST", "/api/v1/tokens", body, Door.bearer(admin));
    assertThat(answer.status()).isIn(400, 422);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    String body = "{\"name\":\"" + "x".repeat(3 << 20) + "\",\"role\":\"viewer\"}";
    assertThat(door.send("POST", "/api/v1/tokens", body, Door.bearer(admin)).status())
        .isEqualTo(413);
    assertThat(
            door.send("POST", "/api/v1/session", body, "Content-Type", "application/json").status())
        .isEqualTo(413);
  }

  private Door.Answer login() {
    Door.Answer answer =
        door.send(
            "POST",
            "/api/v1/session",
            "{\"token\":\"" + admin + "\"}",
            "Content-Type",
            "application/json");
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  @Test
  void aSessionIsACookieThatScriptsAndOtherSitesDoNotHave() {
    Door.Answer answer = login();
    assertThat(answer.header("Set-Cookie"))
        .contains("serin-session=", "HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain("Secure");
    assertThat(answer.json().path("login").asText()).isEqualTo("token");
    assertThat(answer.json().path("roles").get(0).path("role").asText()).isEqualTo("admin");
    JsonNode told = door.get("/api/v1/session", "Cookie", answer.cookie()).json();
    assertThat(told.path("csrfToken")).isEqualTo(answer.json().path("csrfToken"));
    assertThat(told.path("csrfToken").asText()).hasSize(43);
  }

  @Test
  void whatASessionChangesNeedsItsOwnPage() {
    Door.Answer session = login();
    String path = "/api/v1/rollouts/shop/cart/commands";
    String cookie = session.cookie();
    String csrf = session.json().path("csrfToken").asText();
    assertThat(door.send("POST", path, JSON, "Cookie", cookie).status()).isEqualTo(403);
    assertThat(door.send("POST", path, JSON, "Cookie", cookie, "X-CSRF-Token", "x").status())
        .isEqualTo(403);
    assertThat(door.send("POST", path, JSON, "Cookie", cookie, "X-CSRF-Token", csrf).status())
        .isEqualTo(200);
    assertThat(door.send("DELETE", "/api/v1/session", "", "Cookie", cookie).status())
        .isEqualTo(403);
    assertThat(
            door.send("DELETE", "/api/v1/session", "", "Cookie", cookie, "X-CSRF-Token", csrf)
                .status())
        .isEqualTo(204);
    assertThat(door.get("/api/v1/session", "Cookie", cookie).status()).isEqualTo(401);
  }

  @Test
  void aSessionOutlivesARestart() {
    String cookie = login().cookie();
    door.close();
    door = Door.open(folder, Door.options());
    assertThat(door.get("/api/v1/rollouts", "Cookie", cookie).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void aFormOfAnotherPageLogsNobodyIn(String type) {
    String body = "{\"token\":\"" + admin + "\"}";
    assertThat(door.send("POST", "/api/v1/session", body, "Content-Type", type).status())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/rollouts", "/api/v1/session"})
  void whoGuessesHasToWait(String path) {
    for (int attempt = 0; attempt < Limits.FAILURES; attempt++) {
      assertThat(door.get(path, Door.bearer("serin_guess" + attempt)).status()).isEqualTo(401);
    }
    assertThat(door.get("/api/v1/rollouts", Door.bearer(admin)).status()).isEqualTo(200);
    Door.Answer late = door.get(path, Door.bearer("serin_one-more"));
    assertThat(late.status()).isEqualTo(429);
    assertThat(Integer.parseInt(late.header("Retry-After"))).isBetween(1, 60);
    String body = "{\"token\":\"serin_x\"}";
    assertThat(
            door.send("POST", "/api/v1/session", body, "Content-Type", "application/json").status())
        .isEqualTo(429);
  }

  @Test
  void whoAsksTooOftenHasToWait() {
    var given =
        new AccessOptions.Given(
            null, null, null, List.of(), null, null, List.of(), null, List.of(), null, false, true,
            null, 1);
    AccessOptions slow = AccessOptions.of(given, Map.of());
    try (Door narrow = Door.open(folder.resolve("narrow"), slow)) {
      String[] who = narrow.bearer(Role.VIEWER, "*");
      List<Integer> answers =
          Stream.generate(() -> narrow.get("/api/v1/rollouts", who).status()).limit(20).toList();
      assertThat(answers).startsWith(200, 200, 200).contains(429);
      assertThat(narrow.get("/api/v1/rollouts", narrow.bearer(Role.ADMIN, "*")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void whatIsChangedIsInTheTrailWithWhoAndWhy() {
    String[] operator = door.bearer(Role.OPERATOR, "shop");
    String[] viewer = door.bearer(Role.VIEWER, "shop");
    door.send("POST", "/api/v1/rollouts/shop/cart/commands", JSON, operator);
    door.send("POST", "/api/v1/rollouts/shop/cart/commands", JSON, viewer);
    door.send("DELETE", "/api/v1/rollouts/bank/loans", "", Door.bearer(admin));
    door.get("/api/v1/rollouts", viewer);
    JsonNode all = door.get("/api/v1/audit", Door.bearer(admin)).json().path("items");
    assertThat(all)
        .extracting(it -> it.path("action").asText() + " " + it.path("outcome").asText())
        .containsExactly(
            "DELETE /api/v1/rollouts/bank/loans done",
            "POST /api/v1/rollouts/shop/cart/commands denied",
            "promote done");
    JsonNode promoted = all.get(2);
    assertThat(promoted.path("by").asText()).startsWith("token:OPERATOR");
    assertThat(promoted.path("why").asText()).isEqualTo("looks good");
    assertThat(promoted.path("name").asText()).isEqualTo("cart");
    assertThat(promoted.path("remote").asText()).isEqualTo("127.0.0.1");
    JsonNode shop = door.get("/api/v1/audit", viewer).json().path("items");
    assertThat(shop).hasSize(2);
    assertThat(shop).allMatch(it -> it.path("namespace").asText().equals("shop"));
    JsonNode page = door.get("/api/v1/audit?limit=1&name=cart", viewer).json();
    assertThat(page.path("items")).hasSize(1);
    String next = "/api/v1/audit?limit=1&name=cart&after=" + page.path("next");
    assertThat(door.get(next, viewer).json().at("/items/0/action").asText()).isEqualTo("promote");
    assertThat(door.get("/api/v1/audit?limit=0", viewer).status()).isEqualTo(400);
    assertThat(door.get("/api/v1/audit?after=x", viewer).status()).isEqualTo(400);
  }

  @Test
  void noSecretIsInTheDatabase() throws IOException {
    Door.Answer session = login();
    String cookie = session.cookie().replaceFirst("serin-session=", "");
    door.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain(admin, cookie, session.json().path("csrfToken").asText());
      }
    }
    door = Door.open(folder, Door.options());
  }

  @Test
  void everyAnswerTellsBrowsersToRunNothingElse() {
    for (String path : List.of("/open", "/nowhere", "/api/v1/rollouts")) {
      Door.Answer answer = door.get(path);
      assertThat(answer.header("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(answer.header("Strict-Transport-Security")).isEmpty();
    }
    assertThat(door.get("/api/v1/rollouts").header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aServerBehindAProxyThatDoesTlsSaysSo() {
    var given =
        new AccessOptions.Given(
            null,
            null,
            null,
            List.of(),
            null,
            null,
            List.of(),
            null,
            List.of(),
            "https://serin.example/",
            false,
            false,
            null,
            null);
    try (Door proxied = Door.open(folder.resolve("proxied"), AccessOptions.of(given, Map.of()))) {
      admin = proxied.token(Role.ADMIN, "*");
      assertThat(proxied.get("/open").header("Strict-Transport-Security")).isNotEmpty();
      Door.Answer answer =
          proxied.send(
              "POST",
              "/api/v1/session",
              "{\"token\":\"" + admin + "\"}",
              "Content-Type",
              "application/json",
              "Origin",
              "https://serin.example");
      assertThat(answer.header("Set-Cookie"))
          .contains("__Host-serin-session=", "Secure", "HttpOnly");
    }
  }
}
