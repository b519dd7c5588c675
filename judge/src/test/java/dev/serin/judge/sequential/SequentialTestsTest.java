package dev.serin.judge.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.serin.judge.latency.LatencyBuckets;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Promotion, latency, gauges, shares, intervals and families.
class SequentialTestsTest {
  private static final long SEED = 20261123;

  @Test
  void anEqualCanaryIsPromoted() {
    var test = new NonInferiorityTest(new Tolerance(0.25, 0), 0.05);
    while (!test.concluded()) {
      test.update(1000, 10, 9000, 90);
    }
    assertThat(test.anytimeP()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void aCanaryAtTheMarginIsNot() {
    var test = new NonInferiorityTest(new Tolerance(1, 0), 0.05);
    for (int i = 0; i < 1000; i++) {
      test.update(1000, 20, 9000, 90);
    }
    assertThat(test.concluded()).isFalse();
  }

  @Test
  void withoutFailuresThreeThousandRequestsExcludeATenthOfAPercent() {
    var test = new NonInferiorityTest(Tolerance.ceiling(0.001), 0.05);
    double requests = 0;
    while (!test.concluded()) {
      test.update(10, 0, 0, 0);
      requests += 10;
    }
    assertThat(requests).isBetween(2990.0, 4200.0);
  }

  @Test
  void aMarginMustAllowSomething() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NonInferiorityTest(Tolerance.NONE, 0.05));
  }

  @Test
  void shardsOfPromotionAddUp() {
    var one = new NonInferiorityTest(new Tolerance(0.25, 0), 0.05);
    var two = new NonInferiorityTest(new Tolerance(0.25, 0), 0.05);
    one.update(1000, 10, 9000, 90);
    two.update(1000, 9, 9000, 93);
    assertThat(one.mergedWith(two).logE()).isGreaterThan(Math.max(one.logE(), two.logE()));
  }

  @Test
  void aSlowerCanaryIsFoundAndAFasterOneNever() {
    var random = new SplittableRandom(SEED);
    var slower = new TiltTest(0.01);
    var faster = TiltTest.watchful(0.01);
    for (int i = 0; i < 400; i++) {
      slower.update(i, latencies(random, 20, 1.5), latencies(random, 180, 1));
      faster.update(i, latencies(random, 20, 0.8), latencies(random, 180, 1));
    }
    assertThat(slower.alarmed()).as("seed %d", SEED).isTrue();
    assertThat(faster.alarmed()).as("seed %d", SEED).isFalse();
  }

  @Test
  void theFirstHistogramOnlyTeaches() {
    var test = new TiltTest(0.01);
    assertThat(test.update(new long[] {0, 9}, new long[] {20, 9})).isZero();
    assertThat(test.update(new long[] {0, 9}, new long[] {20, 9})).isZero();
    assertThat(test.update(new long[] {0, 9}, new long[] {20, 9})).isPositive();
  }

  @Test
  void whatIsTaughtBeforeTheRolloutIsBetOnAtOnce() {
    TiltTest test = TiltTest.watchful(0.01);
    test.learn(new long[] {20, 9});
    test.learn(new long[] {20, 9});
    assertThat(test.logE()).isZero();
    assertThat(test.update(new long[] {0, 9}, new long[] {20, 9})).isPositive();
  }

  @Test
  void bucketsMustStayTheSame() {
    var test = new TiltTest(0.01);
    test.update(new long[] {1, 2}, new long[] {3, 4});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> test.update(new long[] {1, 2, 3}, new long[] {3, 4, 5}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> test.update(new long[] {1, -2}, new long[] {3, 4}));
  }

  @Test
  void mergedHistogramsKnowTheBaselineOfBoth() {
    var random = new SplittableRandom(SEED);
    var one = new TiltTest(1e-9);
    var two = new TiltTest(1e-9);
    for (int i = 0; i < 5; i++) {
      one.update(latencies(random, 20, 1.5), latencies(random, 180, 1));
      two.update(latencies(random, 20, 1.5), latencies(random, 180, 1));
    }
    assertThat(one.mergedWith(two).logE()).isGreaterThan(Math.max(one.logE(), two.logE()));
    assertThat(one.mergedWith(new TiltTest(1e-9)).logE()).isCloseTo(one.logE(), within(1e-12));
  }

  /// Buckets within the margin move as a whole; of a wider one moves what may lie within it.
  @Test
  void aToleratedSlownessMovesCountsDown() {
    var buckets = LatencyBuckets.from(new double[] {0, 10, 12, 15, 20});
    assertThat(buckets.faster(1.25, 0).move(new long[] {1, 2, 3, 4, 5}))
        .containsExactly(6, 0, 3, 1, 5);
    var coarse = LatencyBuckets.from(new double[] {0, 100, 200}).faster(1.1, 5);
    assertThat(coarse.move(new long[] {0, 3, 0})).containsExactly(0, 3, 0);
    assertThat(coarse.move(new long[] {0, 4, 0})).as("parts add up").containsExactly(1, 3, 0);
    assertThat(buckets.faster(1, 0).move(new long[] {1, 2, 3, 4, 5}))
        .containsExactly(1, 2, 3, 4, 5);
    assertThatIllegalArgumentException().isThrownBy(() -> buckets.faster(0.9, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatencyBuckets.from(new double[] {0, 10, 10}));
  }

  @Test
  void aLatencyPromiseIsKeptByAnEqualCanary() {
    var random = new SplittableRandom(SEED);
    var promise = new LatencyPromise(0.9, 1.2, new Tolerance(0.5, 0));
    var buckets = LatencyBuckets.from(growing(60));
    var equal = new LatencyNonInferiorityTest(buckets, promise, 0.05);
    var slow = new LatencyNonInferiorityTest(buckets, promise, 0.05);
    for (int i = 0; i < 300; i++) {
      equal.update(i, latencies(random, 50, 1), latencies(random, 450, 1));
      slow.update(i, latencies(random, 50, 2), latencies(random, 450, 1));
    }
    assertThat(equal.concluded()).isTrue();
    assertThat(slow.concluded()).isFalse();
  }

  /// As many blocks as the note says: 7 at alpha 5 %, 9 at 1 %.
  @Test
  void sevenHigherBlocksAreEnough() {
    var test = new SignTest(0.05);
    for (int i = 0; i < 6; i++) {
      test.update(1);
    }
    assertThat(test.reached()).isFalse();
    test.update(1);
    assertThat(test.reached()).isTrue();
    assertThat(test.update(0)).isEqualTo(test.logE());
  }

  @Test
  void signsOfTwoPodsAddUp() {
    var one = new SignTest(0.05);
    var two = new SignTest(0.05);
    var both = new SignTest(0.05);
    for (int i = 0; i < 5; i++) {
      one.update(1);
      two.update(i - 2.5);
      both.update(1);
      both.update(i - 2.5);
    }
    assertThat(one.mergedWith(two).logE()).isCloseTo(both.logE(), within(1e-12));
  }

  @Test
  void theScaleComesFromFourDifferences() {
    var test = new SelfNormalizedTest(0.05);
    for (double size : new double[] {1, 0, 5, 3, 2}) {
      assertThat(test.update(size)).isZero();
    }
    var scaled = SelfNormalizedTest.scaled(3, 0.05);
    assertThat(test.update(2)).isEqualTo(scaled.update(2)).isNotZero();
  }

  @Test
  void blocksAreDifferencesOfMeans() {
    var blocks = new PairedBlocks(2, 0.1);
    assertThat(blocks.add(3, 2)).isEqualTo(OptionalDouble.empty());
    assertThat(blocks.add(5, 2).orElseThrow()).isCloseTo(4 - 1.1 * 2, within(1e-12));
    assertThat(blocks.add(3, 2)).isEqualTo(OptionalDouble.empty());
  }

  /// ceil(2.5 (1 + phi) / (1 - phi)): 3 without correlation, 8 for 0.5, 48 for 0.9.
  @Test
  void blocksAreAsLongAsTheGaugeIsSlow() {
    assertThat(PairedBlocks.length(autoregressive(0))).isEqualTo(3);
    assertThat(PairedBlocks.length(autoregressive(0.5))).isBetween(7, 9);
    assertThat(PairedBlocks.length(autoregressive(0.9))).isBetween(42, 55);
    assertThat(PairedBlocks.length(new double[50])).isEqualTo(PairedBlocks.USUAL_LENGTH);
  }

  @Test
  void aWrongShareIsFound() {
    ShareTest few = ShareTest.ofRequests(0.02, 0.001);
    ShareTest right = ShareTest.ofRequests(0.02, 0.001);
    ShareTest dropped = ShareTest.ofSuccesses(0.05, 0.001);
    ShareTest more = ShareTest.ofSuccesses(0.05, 0.001);
    for (int i = 0; i < 500; i++) {
      few.update(i, 0.1, 80, 920);
      right.update(i, 0.1, 99, 901);
      dropped.update(i, 0.1, 80, 920);
      more.update(i, 0.1, 120, 880);
    }
    assertThat(few.reached()).isTrue();
    assertThat(right.reached()).isFalse();
    assertThat(dropped.reached()).isTrue();
    assertThat(more.reached()).isFalse();
  }

  @Test
  void sharesOfTwoRoutersAddUp() {
    ShareTest one = ShareTest.ofRequests(0.02, 0.001);
    ShareTest two = ShareTest.ofRequests(0.02, 0.001);
    ShareTest both = ShareTest.ofRequests(0.02, 0.001);
    one.update(0.1, 80, 920);
    two.update(0.1, 85, 915);
    both.update(0.1, 80, 920);
    both.update(0.1, 85, 915);
    assertThat(one.mergedWith(two).logE()).isCloseTo(both.logE(), within(1e-9));
  }

  @Test
  void intervalsHoldWhatIsTrue() {
    var random = new SplittableRandom(SEED);
    var rates = new RateIntervals();
    assertThat(rates.ratio(0.05)).isEqualTo(new Interval(0, Double.POSITIVE_INFINITY));
    assertThat(rates.difference(0.05).contains(0)).isTrue();
    for (int i = 0; i < 300; i++) {
      int canary = 50 + random.nextInt(100);
      rates.add(canary, events(random, canary, 0.02), 900, events(random, 900, 0.01));
    }
    assertThat(rates.ratio(0.05).contains(2)).as("seed %d", SEED).isTrue();
    assertThat(rates.ratio(0.05).contains(1)).isFalse();
    assertThat(rates.difference(0.05).contains(0.01)).isTrue();
    assertThat(rates.difference(0.05).contains(0)).isFalse();
    Interval wide = rates.ratio(0.001);
    assertThat(wide.lower()).isLessThan(rates.ratio(0.05).lower());
    assertThat(wide.upper()).isGreaterThan(rates.ratio(0.05).upper());
  }

  @Test
  void withoutBaselineEventsTheRatioHasNoUpperEnd() {
    var rates = new RateIntervals();
    rates.add(1000, 20, 9000, 0);
    assertThat(rates.ratio(0.05).upper()).isInfinite();
    assertThat(rates.ratio(0.05).lower()).isGreaterThan(1);
  }

  @Test
  void equalSplitsAddUpAndMergingIsTheSame() {
    var one = new RateIntervals();
    var two = new RateIntervals();
    var both = new RateIntervals();
    one.add(100, 3, 900, 9);
    two.add(200, 3, 1800, 9);
    both.add(300, 6, 2700, 18);
    assertThat(one.mergedWith(two).ratio(0.05)).isEqualTo(both.ratio(0.05));
  }

  @Test
  void manySplitsCostLittlePrecision() {
    var random = new SplittableRandom(SEED);
    var many = new RateIntervals();
    var exact = Mixture.worse(Tolerance.NONE);
    for (int i = 0; i < 900; i++) {
      double canary = 20 + random.nextInt(1000);
      long canaryEvents = events(random, (int) canary, 0.013);
      long events = events(random, 900, 0.01);
      many.add(canary, canaryEvents, 900, events);
      exact.update(canary, canaryEvents, 900, events);
    }
    double alpha = 2 * Math.exp(-exact.logE());
    assertThat(many.ratio(alpha).lower()).as("seed %d", SEED).isCloseTo(1, within(0.02));
  }

  @Test
  void aFamilyAlarmsByItsMean() {
    var family = new Family(0.4, 0.3, 0.1);
    assertThat(family.alarms(0.01, 0, 9, 0)).isTrue();
    assertThat(family.top(1, 1, 1)).isZero();
    assertThat(family.alarms(0.01, 4, 4, 4)).isFalse();
    assertThat(family.alarms(0.01, 4.7, 4.7, 4.7)).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> family.logE(1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Family(1, 0));
  }

  private static long events(SplittableRandom random, int requests, double rate) {
    long events = 0;
    for (int i = 0; i < requests; i++) {
      events += random.nextDouble() < rate ? 1 : 0;
    }
    return events;
  }

  private static double[] growing(int size) {
    double[] edges = new double[size];
    for (int i = 1; i < size; i++) {
      edges[i] = Math.pow(1.1, i);
    }
    return edges;
  }

  private static long[] latencies(SplittableRandom random, int requests, double factor) {
    var buckets = LatencyBuckets.from(growing(60));
    long[] counts = new long[60];
    for (int i = 0; i < requests; i++) {
      counts[buckets.bucketOf(50 * factor * Math.exp(0.6 * random.nextGaussian()))]++;
    }
    return counts;
  }

  private static double[] autoregressive(double correlation) {
    var random = new SplittableRandom(SEED);
    double[] samples = new double[20_000];
    Arrays.setAll(samples, i -> random.nextGaussian());
    for (int i = 1; i < samples.length; i++) {
      samples[i] += correlation * samples[i - 1];
    }
    return samples;
  }
}
