package dev.serin.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  @ParameterizedTest
  @CsvSource({
    "/, /, true",
    "/, /anything/at/all, true",
    "/api, /api, true",
    "/api, /api/, true",
    "/api, /api/x, true",
    "/api, /apis, false",
    "/api, /ap, false",
    "/api, /API, false",
    "/api/, /api, true",
    "/a/b, /a/b/c, true",
    "/a/b, /a/bc, false",
    "/a/b, /a, false"
  })
  void aPathTakesWholeSegments(String path, String asked, boolean held) {
    assertThat(new Place("*", path).holds(asked)).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "shop:80", "*shop", "a.*", "*.", ".", "a..b", "http://a", "a/b", "ä"})
  void aHostThatIsNoneIsRefused(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Place(host, "/"))
        .withMessageContaining("\"" + host + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "api", "/a b", "/a?b", "/a#b", "/\u00e4"})
  void aPathThatIsNoneIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Place("*", path))
        .withMessageContaining("begin with a slash");
  }
}
