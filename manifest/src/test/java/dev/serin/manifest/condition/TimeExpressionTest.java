package dev.serin.manifest.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeExpressionTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          now()                            | 2026-01-02T03:04:05Z
          now() - duration("5m")           | 2026-01-02T02:59:05Z
          now() + duration("1h30m")        | 2026-01-02T04:34:05Z
          date("2026-01-01T00:00:00Z")     | 2026-01-01T00:00:00Z
          """)
  void timesAreEvaluated(String expression, Instant time) {
    assertThat(TimeExpression.evaluate(expression, NOW)).isEqualTo(time);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          duration("5m")          | expected a time, but got time.Duration
          5                       | expected a time, but got int
          now() -                 | unexpected token EOF
          yesterday               | unknown name yesterday
          now() - duration("1d")  | duration "1d"
          """)
  void whatIsNoTimeIsExplained(String expression, String why) {
    assertThatThrownBy(() -> TimeExpression.evaluate(expression, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
