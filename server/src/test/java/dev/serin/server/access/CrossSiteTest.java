package dev.serin.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A server on the loopback that asks for no login: programs of this machine may do everything, and
/// pages of others nothing.
class CrossSiteTest {
  private static final String COMMANDS = "/api/v1/rollouts/shop/cart/commands";
  private @TempDir Path folder;
  private Door door;

  @BeforeEach
  void open() {
    door = Door.open(folder, Door.options());
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void everybodyIsTheLocalAdministrator() {
    assertThat(door.access.login()).isEqualTo("none");
    var session = door.get("/api/v1/session").json();
    assertThat(session.path("name").asText()).isEqualTo("local");
    assertThat(session.path("login").asText()).isEqualTo("none");
    assertThat(session.path("csrfToken").isNull()).isTrue();
    assertThat(door.send("POST", COMMANDS, "{}").status()).isEqualTo(200);
    assertThat(door.access.audit().list(all()).getFirst().by()).isEqualTo("local");
    assertThat(door.access.firstToken()).isEmpty();
  }

  private static Audit.Question all() {
    return new Audit.Question(
        java.util.Set.of("*"), null, null, null, java.util.OptionalLong.empty(), 10);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin,         https://evil.example",
    "Origin,         null",
    "Origin,         http://127.0.0.1",
    "Origin,         http://127.0.0.1:1",
    "Origin,         not an origin",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
  })
  void aPageOfOthersChangesNothing(String header, String value) {
    assertThat(door.send("POST", COMMANDS, "{}", header, value).status()).isEqualTo(403);
    assertThat(door.send("DELETE", "/api/v1/rollouts/shop/cart", "", header, value).status())
        .isEqualTo(403);
    assertThat(door.get("/api/v1/rollouts", header, value).status()).isEqualTo(200);
  }

  @Test
  void theServersOwnPageDoes() {
    String own = door.web.uri().toString();
    assertThat(door.send("POST", COMMANDS, "{}", "Origin", own).status()).isEqualTo(200);
    assertThat(door.send("POST", COMMANDS, "{}", "Sec-Fetch-Site", "same-origin").status())
        .isEqualTo(200);
    assertThat(
            door.send("POST", COMMANDS, "{}", "Origin", own, "Sec-Fetch-Site", "cross-site")
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evillocalhost",
        "169.254.169.254",
        "[2001:db8::1]:80",
        "0.0.0.0"
      })
  void aNameOfOthersThatLeadsHereIsNoWayIn(String host) {
    for (String line : new String[] {"GET /api/v1/rollouts", "GET /open", "POST " + COMMANDS}) {
      assertThat(
              door.raw(
                  line
                      + " HTTP/1.1\r\nHost: "
                      + host
                      + "\r\nOrigin: http://"
                      + host
                      + "\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\n\r\n"))
          .isIn("HTTP/1.1 421 Misdirected Request", "HTTP/1.1 403 Forbidden");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "127.9.9.9"})
  void theNamesOfThisMachineAre(String host) {
    assertThat(door.raw("GET /api/v1/rollouts HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .isEqualTo("HTTP/1.1 200 OK");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"})
  void aProxyIsNoWayIn(String header) {
    assertThat(door.get("/api/v1/rollouts", header, "192.0.2.1").status()).isEqualTo(421);
  }

  @Test
  void aRequestThatNamesNoHostIsNoWayIn() {
    assertThat(door.raw("GET /api/v1/rollouts HTTP/1.0\r\n\r\n")).contains(" 421 ");
  }

  @Test
  void onceThereIsATokenEverybodyLogsIn() {
    String token = door.token(Role.ADMIN, "*");
    assertThat(door.access.login()).isEqualTo("token");
    assertThat(door.get("/api/v1/rollouts").status()).isEqualTo(401);
    assertThat(door.get("/api/v1/rollouts", Door.bearer(token)).status()).isEqualTo(200);
    assertThat(door.access.tokens().revoke(1)).isTrue();
    assertThat(door.get("/api/v1/rollouts").status()).isEqualTo(401);
    Tokens.Issued first = door.access.firstToken().orElseThrow();
    assertThat(first.toString()).doesNotContain(first.secret());
    assertThat(door.get("/api/v1/rollouts", Door.bearer(first.secret())).status()).isEqualTo(200);
    assertThat(door.access.firstToken()).isEmpty();
  }
}
