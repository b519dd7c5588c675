package dev.serin.judge.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogSumTest {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  @Test
  void addsWhatIsTooLargeOrTooSmallForADouble() {
    assertThat(LogSum.of(100_000, 100_000)).isCloseTo(100_000 + Math.log(2), within(1e-10));
    assertThat(LogSum.of(new double[] {-1e5, -1e5, -1e5}))
        .isCloseTo(Math.log(3) - 1e5, within(1e-10));
  }

  @Test
  void nothingAddsNothing() {
    assertThat(LogSum.of(NONE, 3)).isEqualTo(3);
    assertThat(LogSum.of(NONE, NONE)).isEqualTo(NONE);
    assertThat(LogSum.of(new double[] {NONE, 2, NONE})).isEqualTo(2);
    assertThat(LogSum.of(new double[0])).isEqualTo(NONE);
  }
}
