package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseAddressTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          postgresql://kim@db.example:5433/serin          | postgresql://kim@db.example:5433/serin | jdbc:postgresql://db.example:5433/serin | kim | -
          postgres://kim:s%40e%2Bc+r@db/serin             | postgresql://kim@db/serin              | jdbc:postgresql://db/serin              | kim | s@e+c+r
          jdbc:postgresql://db/serin?user=kim&password=x  | postgresql://kim@db/serin              | jdbc:postgresql://db/serin              | kim | x
          postgresql://db                                 | postgresql://db/                       | jdbc:postgresql://db/                   | -   | -
          postgresql://a:1,b:2/x?targetServerType=primary | postgresql://a:1,b:2/x                 | jdbc:postgresql://a:1,b:2/x             | -   | -
          POSTGRESQL://kim:@[::1]:5432/with%20space       | postgresql://kim@[::1]:5432/with space | jdbc:postgresql://[::1]:5432/with%20space | kim | -
          """)
  void anAddressIsReadInTheFormsThatAreCommon(
      String url, String shown, String jdbc, String user, String password) {
    DatabaseAddress address = DatabaseAddress.parse(url, Map.of());

    assertThat(address).hasToString(shown);
    assertThat(address.jdbcUrl()).isEqualTo(jdbc);
    assertThat(address.properties().getProperty("user")).isEqualTo(user);
    assertThat(address.properties().getProperty("password")).isEqualTo(password);
  }

  @Test
  void thePasswordOfTheAddressComesBeforeThatOfTheEnvironment() {
    Map<String, String> environment = Map.of("PGPASSWORD", "b");

    assertThat(password("postgresql://kim@db/x", environment)).isEqualTo("b");
    assertThat(password("postgresql://kim:a@db/x", environment)).isEqualTo("a");
  }

  private static String password(String url, Map<String, String> environment) {
    return DatabaseAddress.parse(url, environment).properties().getProperty("password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://kim:secret@db/x",
        "postgresql:///x",
        "postgresql://kim:sec/ret@db/x",
        "postgresql://kim:secret%zz@db/x",
        "secret"
      })
  void whatIsOfAnotherFormIsRefusedWithoutTellingWhatItIs(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains("the database")
        .doesNotContain("secret");
  }

  @Test
  void aFolderDoesNotLookLikeAnAddress() {
    assertThat(DatabaseAddress.looksLikeOne("postgresql://db/x")).isTrue();
    assertThat(DatabaseAddress.looksLikeOne("jdbc:postgresql://db/x")).isTrue();
    assertThat(DatabaseAddress.looksLikeOne("./postgresql")).isFalse();
  }
}
