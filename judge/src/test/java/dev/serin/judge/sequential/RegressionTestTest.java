package dev.serin.judge.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The search for a higher event rate.
class RegressionTestTest {
  private static final long SEED = 20261123;

  private final RegressionTest test = new RegressionTest(Tolerance.NONE, 0.01);

  @Test
  void knowsNothingAtFirst() {
    assertThat(test.logE()).isZero();
    assertThat(test.anytimeP()).isEqualTo(1);
    assertThat(test.threshold()).isCloseTo(Math.log(100), within(1e-12));
    assertThat(test.alarmed()).isFalse();
  }

  @Test
  void findsARegression() {
    while (!test.alarmed()) {
      test.update(100, 5, 900, 9);
    }
    assertThat(test.anytimeP()).isLessThanOrEqualTo(0.01);
  }

  @Test
  void standsStillOnceAlarmed() {
    test.update(100, 50, 900, 0);
    byte[] then = test.snapshot();
    assertThat(test.alarmed()).isTrue();
    assertThat(test.update(100, 0, 900, 90)).isEqualTo(test.logE());
    assertThat(test.snapshot()).isEqualTo(then);
  }

  @Test
  void waitsWhileAnArmIsEmpty() {
    test.update(0, 0, 500, 5);
    assertThat(test.logE()).isZero();
    test.update(100, 2, 400, 3);
    var whole = new RegressionTest(Tolerance.NONE, 0.01);
    assertThat(test.logE()).isEqualTo(whole.update(100, 2, 900, 8)).isNotZero();
  }

  @Test
  void learnsNothingWithoutEvents() {
    test.update(100, 1, 900, 8);
    double before = test.logE();
    assertThat(test.update(100, 0, 900, 0)).isEqualTo(before);
  }

  @Test
  void aToleranceIsUsedUpByGoodRequests() {
    var tolerant = new RegressionTest(new Tolerance(0, 0.001), 0.01);
    assertThat(tolerant.update(1000, 0, 9000, 0)).isNegative();
  }

  @Test
  void ignoresBatchesThatItHasSeen() {
    var batch = new Batch(100, 2, 900, 8);
    double once = test.update(7, batch);
    assertThat(test.update(7, batch)).isEqualTo(once);
    assertThat(test.update(6, batch)).isEqualTo(once);
    assertThat(test.update(9, batch)).isNotEqualTo(once);
  }

  @Test
  void aCeilingNeedsNoBaseline() {
    var ceiling = new RegressionTest(Tolerance.ceiling(0.01), 0.01);
    assertThat(ceiling.update(1000, 60, 0, 0)).isPositive();
    assertThat(ceiling.alarmed()).isTrue();
  }

  @Test
  void dispersionWeakensEvidence() {
    var clustered = RegressionTest.dispersed(Tolerance.NONE, 0.01, 5);
    test.update(100, 3, 900, 8);
    assertThat(clustered.update(100, 3, 900, 8)).isBetween(0.0, test.logE());
  }

  @Test
  void twoShardsWithoutShareGiveWhatOneWould() {
    var first = Mixture.worse(Tolerance.NONE);
    var second = Mixture.worse(Tolerance.NONE);
    var whole = Mixture.worse(Tolerance.NONE);
    first.update(100, 2, 900, 8);
    second.update(50, 1, 700, 9);
    whole.update(100, 2, 900, 8);
    whole.update(50, 1, 700, 9);
    first.multiply(second);
    assertThat(first.logE()).isCloseTo(whole.logE(), within(1e-12));
  }

  @Test
  void shardsGiveWhatOneShardWould() {
    RegressionTest first = RegressionTest.shard(Tolerance.NONE, 0.01);
    RegressionTest second = RegressionTest.shard(Tolerance.NONE, 0.01);
    RegressionTest whole = RegressionTest.shard(Tolerance.NONE, 0.01);
    first.update(100, 50, 900, 8);
    second.update(50, 1, 700, 90);
    whole.update(100, 50, 900, 8);
    whole.update(50, 1, 700, 90);
    assertThat(first.alarmed()).isTrue();
    assertThat(first.mergedWith(second).logE()).isCloseTo(whole.logE(), within(1e-12));
    assertThat(second.mergedWith(RegressionTest.shard(Tolerance.NONE, 0.01)).alarmed()).isFalse();
  }

  @Test
  void mergingIsMoreThanAddingTotals() {
    var other = new RegressionTest(Tolerance.NONE, 0.01);
    for (int i = 0; i < 3; i++) {
      test.update(100, 2, 900, 9);
      other.update(100, 2, 900, 9);
    }
    RegressionTest merged = test.mergedWith(other);
    assertThat(merged.logE()).isGreaterThan(test.logE() + other.logE());
    assertThat(merged.mergedWith(new RegressionTest(Tolerance.NONE, 0.01)).logE())
        .isCloseTo(merged.logE(), within(1e-12));
  }

  @Test
  void whatDiffersIsNotMerged() {
    var other = new RegressionTest(Tolerance.NONE, 0.05);
    assertThatIllegalArgumentException().isThrownBy(() -> test.mergedWith(other));
    var alarmed = new RegressionTest(Tolerance.NONE, 0.01);
    alarmed.update(100, 50, 900, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> test.mergedWith(alarmed));
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 1, 0", "1, -1, 1, 0", "1, 0, NaN, 0", "1, 0, Infinity, 0", "1, 0, 1, -1"})
  void impossibleCountsAreRefused(double canary, long canaryEvents, double baseline, long events) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> test.update(canary, canaryEvents, baseline, events));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-0.1", "NaN"})
  void impossibleAlphasAreRefused(double alpha) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RegressionTest(Tolerance.NONE, alpha))
        .withMessageContaining("" + alpha);
  }

  @Test
  void hugeCountsStayFinite() {
    var small = new RegressionTest(Tolerance.NONE, 1e-9);
    small.update(1e9, 1_000_000, 9e9, 9_100_000);
    assertThat(small.logE()).isFinite();
    small.update(1, 0, 1e12, 1_000_000_000);
    assertThat(small.logE()).isFinite();
  }

  /// The same wealth in exact arithmetic of 40 digits, over many batches of two equal versions.
  @Test
  void staysExactOverManyBatches() {
    var random = new SplittableRandom(SEED);
    var slow = new ExactWealth();
    var fast = new RegressionTest(Tolerance.NONE, 1e-200);
    for (int i = 0; i < 1500; i++) {
      long canaryEvents = random.nextInt(4);
      long baselineEvents = random.nextInt(28);
      int canary = 80 + random.nextInt(40);
      fast.update(canary, canaryEvents, 900, baselineEvents);
      slow.update(canary, canaryEvents, baselineEvents);
    }
    assertThat(fast.logE()).as("seed %d", SEED).isCloseTo(slow.log(), within(1e-10));
  }

  private static final class ExactWealth {
    private static final MathContext DIGITS = new MathContext(40);
    private final BigDecimal[] prior = new BigDecimal[25];
    private final BigDecimal[] held = new BigDecimal[25];

    ExactWealth() {
      double[] logs = Grid.WORSE_WITH_CASH.logPrior();
      for (int j = 0; j < 25; j++) {
        prior[j] = new BigDecimal(Math.exp(logs[j]));
        held[j] = prior[j];
      }
    }

    void update(int canary, long canaryEvents, long baselineEvents) {
      if (canaryEvents + baselineEvents == 0) {
        return;
      }
      BigDecimal total = BigDecimal.ZERO;
      for (int j = 0; j < 25; j++) {
        var rho = new BigDecimal(Grid.WORSE_WITH_CASH.rho(j));
        BigDecimal c =
            rho.multiply(BigDecimal.valueOf(canary))
                .add(BigDecimal.valueOf(900))
                .divide(BigDecimal.valueOf(canary + 900), DIGITS);
        held[j] =
            held[j]
                .multiply(rho.pow((int) canaryEvents, DIGITS))
                .divide(c.pow((int) (canaryEvents + baselineEvents), DIGITS), DIGITS);
        total = total.add(held[j], DIGITS);
      }
      for (int j = 0; j < 25; j++) {
        BigDecimal dealt = total.multiply(prior[j]).multiply(new BigDecimal("0.001"));
        held[j] = held[j].multiply(new BigDecimal("0.999")).add(dealt, DIGITS);
      }
    }

    double log() {
      BigDecimal total = BigDecimal.ZERO;
      for (BigDecimal value : held) {
        total = total.add(value);
      }
      int digits = total.precision() - total.scale();
      return Math.log(total.scaleByPowerOfTen(-digits).doubleValue()) + digits * Math.log(10);
    }
  }
}
