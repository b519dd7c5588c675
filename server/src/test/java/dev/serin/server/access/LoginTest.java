package dev.serin.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.serin.server.access.oidc.TestProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Logins with an identity provider, from the dashboard and from programs.
class LoginTest {
  private @TempDir Path folder;
  private TestProvider provider;
  private Door door;

  @BeforeEach
  void open() throws IOException {
    provider = new TestProvider();
    Path secret = Files.writeString(folder.resolve("secret"), TestProvider.CLIENT_SECRET + "\n");
    var given =
        new AccessOptions.Given(
            null,
            null,
            provider.issuer().toString(),
            List.of(TestProvider.AUDIENCE),
            TestProvider.CLIENT,
            "file:" + secret,
            List.of(),
            null,
            List.of(
                "groups=platform:admin", "groups=shop:operator:shop", "realm.roles=read:viewer"),
            null,
            false,
            false,
            null,
            null);
    door = Door.open(folder.resolve("store"), AccessOptions.of(given, Map.of()));
  }

  @AfterEach
  void close() {
    door.close();
    provider.close();
  }

  /// What the provider answers to the browser: the address that it is sent back to.
  private static URI follow(String address) {
    try (HttpClient browser = HttpClient.newHttpClient()) {
      var answer =
          browser.send(
              HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
      return URI.create(answer.headers().firstValue("Location").orElseThrow());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String path(URI back) {
    return back.getRawPath() + "?" + back.getRawQuery();
  }

  @Test
  void aBrowserComesBackWithASession() {
    assertThat(door.access.login()).isEqualTo("oidc");
    assertThat(door.get("/api/v1/session").json().path("logins")).hasSize(2);
    Door.Answer begun = door.get("/api/v1/oidc/login?return=/rollouts/shop/cart");
    assertThat(begun.status()).isEqualTo(302);
    assertThat(begun.header("Location"))
        .startsWith(provider.issuer() + "/authorize?")
        .contains("code_challenge_method=S256", "scope=openid+profile+email", "nonce=", "state=");
    assertThat(begun.header("Set-Cookie")).contains("SameSite=Lax", "HttpOnly");
    URI back = follow(begun.header("Location"));
    Door.Answer ended = door.get(path(back), "Cookie", begun.cookie());
    assertThat(ended.status()).isEqualTo(200);
    assertThat(ended.body()).contains("url=/rollouts/shop/cart\"");
    String session =
        ended.raw().headers().allValues("Set-Cookie").stream()
            .filter(it -> it.startsWith("serin-session="))
            .findFirst()
            .orElseThrow();
    assertThat(session).contains("SameSite=Strict", "HttpOnly");
    var told = door.get("/api/v1/session", "Cookie", session.replaceFirst(";.*", "")).json();
    assertThat(told.path("name").asText()).isEqualTo("oidc:ada");
    assertThat(told.path("login").asText()).isEqualTo("oidc");
    assertThat(told.path("roles").get(0).path("role").asText()).isEqualTo("admin");
    assertThat(door.get(path(back), "Cookie", begun.cookie()).status()).isEqualTo(403);
  }

  @Test
  void anAnswerThatThisBrowserDidNotAskForIsRefused() {
    Door.Answer begun = door.get("/api/v1/oidc/login");
    URI back = follow(begun.header("Location"));
    assertThat(door.get(path(back)).status()).isEqualTo(403);
    String other = door.get("/api/v1/oidc/login").cookie();
    assertThat(door.get(path(back), "Cookie", other).status()).isEqualTo(403);
    assertThat(door.get(path(back), "Cookie", "serin-login=x").status()).isEqualTo(403);
    assertThat(door.get("/api/v1/oidc/callback?error=access_denied", "Cookie", other).status())
        .isEqualTo(403);
  }

  @Test
  void aTokenOfAnotherLoginIsRefused() {
    provider.user(Map.of("nonce", "of another login", "groups", List.of("platform")));
    assertThat(complete("/").status()).isEqualTo(403);
    provider.user(Map.of("aud", "another", "groups", List.of("platform")));
    assertThat(complete("/").body()).contains("is not good here");
  }

  @Test
  void whoHasNoRoleIsToldSo() {
    provider.user(Map.of("sub", "eve", "groups", List.of("sales")));
    Door.Answer answer = complete("/");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("oidc:eve has no role here");
    assertThat(answer.raw().headers().allValues("Set-Cookie"))
        .noneMatch(it -> it.startsWith("serin-session="));
    assertThat(door.get("/api/v1/audit", Door.bearer(door.token(Role.ADMIN, "*"))).body())
        .contains("oidc:eve", "log in", "denied");
  }

  @ParameterizedTest
  @CsvSource({
    "//evil.example,            /",
    "https://evil.example,      /",
    "/\\evil.example,           /",
    "/a\"><script>,             /",
    "javascript:alert(1),       /",
    "/rollouts?q=a&phase=b,     /rollouts?q=a&amp;phase=b",
  })
  void nobodyIsSentToAnotherSite(String place, String target) {
    String query = java.net.URLEncoder.encode(place, java.nio.charset.StandardCharsets.UTF_8);
    assertThat(complete(query).body()).contains("url=" + target + "\"");
  }

  private Door.Answer complete(String place) {
    Door.Answer begun = door.get("/api/v1/oidc/login?return=" + place);
    return door.get(path(follow(begun.header("Location"))), "Cookie", begun.cookie());
  }

  @Test
  void aProgramSendsATokenOfTheProvider() throws JOSEException {
    String[] platform = Door.bearer(provider.signed(provider.claims().build()));
    assertThat(door.get("/api/v1/session", platform).json().path("name").asText())
        .isEqualTo("oidc:robot");
    assertThat(door.send("DELETE", "/api/v1/rollouts/bank/loans", "", platform).status())
        .isEqualTo(200);
    String[] shop = Door.bearer(provider.signed(provider.claims().claim("groups", "shop").build()));
    assertThat(door.send("POST", "/api/v1/rollouts/shop/cart/commands", "{}", shop).status())
        .isEqualTo(200);
    assertThat(door.get("/api/v1/rollouts/bank/loans", shop).status()).isEqualTo(403);
    String[] nested =
        Door.bearer(
            provider.signed(
                provider
                    .claims()
                    .claim("groups", null)
                    .claim("realm", Map.of("roles", List.of("read")))
                    .build()));
    assertThat(door.get("/api/v1/rollouts/bank/loans", nested).status()).isEqualTo(200);
    String[] nobody = Door.bearer(provider.signed(provider.claims().claim("groups", null).build()));
    assertThat(door.get("/api/v1/rollouts", nobody).status()).isEqualTo(403);
    String[] bad = Door.bearer(provider.signed(provider.claims().audience("another").build()));
    assertThat(door.get("/api/v1/rollouts", bad).status()).isEqualTo(401);
  }

  @Test
  void aProviderThatIsAwayLocksNobodyOutWhoHasAToken() throws JOSEException {
    String theirs = provider.signed(provider.claims().build());
    provider.close();
    assertThat(door.get("/api/v1/rollouts", Door.bearer(theirs)).status()).isEqualTo(503);
    assertThat(door.get("/api/v1/oidc/login").status()).isEqualTo(503);
    assertThat(door.get("/api/v1/rollouts", door.bearer(Role.VIEWER, "*")).status()).isEqualTo(200);
  }
}
