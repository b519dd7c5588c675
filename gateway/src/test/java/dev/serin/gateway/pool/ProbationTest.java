package dev.serin.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbationTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Probation probation = new Probation();

  private static long at(long seconds) {
    return Long.MAX_VALUE - 5 + Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void itsShareGrowsEvenlyOnceItIsBack() {
    probation.eject(at(0), MINUTE);

    assertThat(probation.ejected(at(59))).isTrue();
    assertThat(probation.share(at(60), MINUTE)).isEqualTo(0.1);
    assertThat(probation.ejected(at(60))).isFalse();
    assertThat(probation.share(at(90), MINUTE)).isEqualTo(0.55);
    assertThat(probation.trusted()).isFalse();
    assertThat(probation.share(at(120), MINUTE)).isEqualTo(1);
    probation.settle(at(120), MINUTE);
    assertThat(probation.trusted()).isTrue();
  }

  @Test
  void withoutASlowStartItIsBackAtOnce() {
    probation.comeBack(at(0));
    assertThat(probation.share(at(0) + 1, Duration.ZERO)).isEqualTo(1);
  }

  @Test
  void whoFailsAgainSoonIsOutForLonger() {
    probation.eject(at(0), MINUTE);
    probation.eject(at(119), MINUTE);
    assertThat(probation.ejected(at(238))).isTrue();
    assertThat(probation.ejected(at(239))).isFalse();

    probation.eject(at(240), MINUTE);
    assertThat(probation.ejected(at(419))).isTrue();
    assertThat(probation.ejected(at(420))).isFalse();

    probation.eject(at(601), MINUTE);
    assertThat(probation.ejected(at(660))).isTrue();
    assertThat(probation.ejected(at(661))).isFalse();
    assertThat(probation.ejections()).isEqualTo(4);
  }

  @Test
  void whatAHealthCheckSaysDoesNotEndAnEjection() {
    probation.eject(at(0), MINUTE);
    probation.comeBack(at(10));
    assertThat(probation.ejected(at(59))).isTrue();
  }
}
