package dev.serin.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Durations as Go reads them, at the edges.
class GoDurationTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "2h45m30.5s, PT2H45M30.5S",
    "1ns, PT0.000000001S",
    "3us, PT0.000003S",
    "0, PT0S",
    "-1m, PT-1M",
    "9223372036854775807ns, PT2562047H47M16.854775807S",
  })
  void intervals(String text, Duration time) {
    assertThat(GoDuration.interval(text)).isEqualTo(new Checked.Valid<>(time));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "s | time: invalid duration \"s\"",
        ". | time: invalid duration \".\"",
        "-.s | time: invalid duration \"-.s\"",
        "5 m | time: unknown unit \" m\" in duration \"5 m\"",
        "1h5 | time: missing unit in duration \"1h5\"",
        "9223372036854775808ns | time: invalid duration \"9223372036854775808ns\"",
        "300y | time: unknown unit \"y\" in duration \"300y\"",
      })
  void intervalsThatAreNone(String text, String why) {
    assertThat(GoDuration.interval(text)).isEqualTo(new Checked.Invalid<>(why));
  }

  @Test
  void aLongTextIsNoDuration() {
    String digits = "1".repeat(3_000_000);
    assertThat(GoDuration.interval(digits + "s"))
        .isEqualTo(new Checked.Invalid<>("time: invalid duration of more than 100 characters"));
    assertThat(GoDuration.pause(digits)).isInstanceOf(Checked.Invalid.class);
    assertThat(GoDuration.interval("0".repeat(98) + "1s"))
        .isEqualTo(new Checked.Valid<>(Duration.ofSeconds(1)));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"10, PT10S", "-5, PT-5S", "1.9s, PT1S", "500ms, PT0S", "1h30m, PT1H30M"})
  void pauses(String text, Duration time) {
    assertThat(GoDuration.pause(text)).isEqualTo(new Checked.Valid<>(time));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"''", "ten", "1d", "99999999999", "9999999h"})
  void pausesThatAreNone(String text) {
    assertThat(GoDuration.pause(text)).isInstanceOf(Checked.Invalid.class);
  }
}
