package dev.serin.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.analysis.ProviderConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void accessIsPlainWhenNothingIsSaid() {
    assertThat(access(Map.of())).isEqualTo(Access.PLAIN);
    assertThat(access(Map.of("authentication", Map.of("sigv4", Map.of("region", "")))))
        .isEqualTo(Access.PLAIN);
  }

  @Test
  void clientCredentialsAreRead() {
    Map<String, Object> oauth2 =
        Map.of(
            "tokenUrl", "https://id.example/token",
            "clientId", "serin",
            "clientSecret", "hidden",
            "scopes", List.of("read"));
    assertThat(access(Map.of("insecure", true, "authentication", Map.of("oauth2", oauth2))))
        .isEqualTo(
            new Access(
                new Trust.Anyone(),
                new Credentials.ClientCredentials(
                    WebAddress.parse("", "https://id.example/token"),
                    "serin",
                    "hidden",
                    List.of("read"))));
  }

  @Test
  void signaturesOfAwsAreRefusedWithAWayOut() {
    Map<String, Object> settings =
        Map.of("authentication", Map.of("sigv4", Map.of("region", "eu-west-1")));
    assertThatThrownBy(() -> access(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("provider.web.authentication.sigv4 can not be used")
        .hasMessageContaining("proxy");
  }

  @Test
  void aValueOfAnotherTypeNamesItsField() {
    Settings settings = settings(Map.of("timeout", "soon", "headers", "none", "insecure", "yes"));
    assertThatThrownBy(() -> settings.whole("timeout"))
        .hasMessage("provider.web.timeout must be a whole number");
    assertThatThrownBy(() -> settings.each("headers"))
        .hasMessage("provider.web.headers must be a list");
    assertThatThrownBy(() -> settings.flag("insecure"))
        .hasMessage("provider.web.insecure must be true or false");
    assertThatThrownBy(() -> settings.required("url"))
        .hasMessage("provider.web.url must be a text; it is missing or empty");
  }

  @ParameterizedTest
  @CsvSource({
    "http://host, http://host",
    "HTTPS://host:8443/base/, HTTPS://host:8443/base/",
    "http://user:pass@host/x?token=1, http://host/x",
    "http://[::1]:9090, http://[::1]:9090",
    "http://host/a b, http://host/a%20b",
  })
  void addressesAreShownWithoutSecrets(String written, String shown) {
    assertThat(WebAddress.parse("url", written).shown()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"host:9090", "ftp://host", "/path", "http://", "http://my_host", "'http://ho st'"})
  void whatIsNoAddressIsRefused(String written) {
    assertThatThrownBy(() -> WebAddress.parse("provider.web.url", written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("provider.web.url is \"" + written + "\"");
  }

  @Test
  void aWrongAddressIsShownWithoutItsPassword() {
    assertThatThrownBy(() -> WebAddress.parse("url", "htp://ada:lovelace@host/x?token=abc"))
        .hasMessageContaining("\"host/x\"")
        .hasMessageNotContaining("lovelace")
        .hasMessageNotContaining("abc");
  }

  @Test
  void pathsAreAddedBelowAPrefix() {
    WebAddress base = WebAddress.parse("address", "http://host:9090/prom/");
    assertThat(base.below("/api/v1/query", "query=up").uri())
        .hasToString("http://host:9090/prom/api/v1/query?query=up");
  }

  private static Access access(Map<String, Object> settings) {
    return Access.of(settings(settings));
  }

  private static Settings settings(Map<String, Object> settings) {
    return Settings.of(new ProviderConfig("web", settings));
  }
}
