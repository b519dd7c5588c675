package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"30s, PT30S", "1h30m, PT1H30M", "250ms, PT0.25S", "1.5s, PT1.5S", "0s, PT0S"})
  void timesAreThoseOfManifests(String text, Duration time) {
    assertThat(new DurationText().convert(text)).isEqualTo(time);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"5", "-5s", "5 m", "1d", "999999999h", ""})
  void othersAreRefused(String text) {
    assertThatThrownBy(() -> new DurationText().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("like 30s, 5m or 1h30m");
  }
}
