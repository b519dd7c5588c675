package dev.serin.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "-0.5, -0.5",
    "100, 100",
    "1e-9, 0.000000001",
    "1e21, 1000000000000000000000",
    "0.1, 0.1",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf"
  })
  void numbersAreShownWithoutExponent(double value, String shown) {
    assertThat(Decimal.shown(value)).isEqualTo(shown);
  }
}
