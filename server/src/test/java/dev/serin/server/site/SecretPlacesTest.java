package dev.serin.server.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.server.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretPlacesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SHOP", "of the shop", "BANK", "of the bank", "ALL", "of all");

  private static SecretPlaces places(Map<String, String> places) {
    return new SecretPlaces(SecretPlaces.absolute(places), ENVIRONMENT);
  }

  @Test
  void aSecretOfANamespaceIsForItsRolloutsAlone() {
    SecretPlaces places =
        places(Map.of("shop/api/token", "env:SHOP", "bank/api/token", "env:BANK"));

    assertThat(places.read("shop", "api", "token")).contains("of the shop");
    assertThat(places.read("bank", "api", "token")).contains("of the bank");
    assertThat(places.read("other", "api", "token")).isEmpty();
  }

  @Test
  void oneWithoutANamespaceIsForAllThatHaveNoneOfTheirOwn() {
    SecretPlaces places =
        places(
            Map.of(
                "api/token",
                "env:ALL",
                "shop/api/token",
                "env:SHOP",
                "bank/api/token",
                "env:NONE"));

    assertThat(places.read("other", "api", "token")).contains("of all");
    assertThat(places.read("shop", "api", "token")).contains("of the shop");
    assertThat(places.read("bank", "api", "token")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "a/b/c/d", "/api/token", "shop//token", "shop/api/"})
  void otherShapesAreRefused(String name) {
    assertThatThrownBy(() -> SecretPlaces.absolute(Map.of(name, "env:X")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("NAMESPACE/NAME/KEY=env:VAR");
  }
}
