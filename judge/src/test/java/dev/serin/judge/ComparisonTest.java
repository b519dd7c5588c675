package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.judge.Traffic.Version;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a comparison says of traffic, and what it keeps.
class ComparisonTest {
  private static final long SEED = 20261123;
  private static final Version GOOD = new Version(0.001, 0.05);

  @ParameterizedTest(name = "{0}: canary fails {1}, median {2} s: {3}")
  @CsvSource({
    "ERRORS, 0.005, 0.05, WORSE",
    "ERRORS, 0.001, 0.05, NOT_WORSE",
    "ERRORS, 0.0, 0.05, NOT_WORSE",
    "LATENCY, 0.001, 0.09, WORSE",
    "LATENCY, 0.001, 0.05, NOT_WORSE",
    "LATENCY, 0.001, 0.04, NOT_WORSE",
    "TRAFFIC, 0.3, 0.05, WORSE",
    "TRAFFIC, 0.001, 0.05, NOT_WORSE",
  })
  void saysWhetherTheCanaryIsWorse(Signal signal, double errors, double median, Verdict verdict) {
    Traffic traffic = new Traffic(SEED, GOOD, new Version(errors, median));
    Comparison comparison = Comparison.of(Terms.of(signal));
    for (double share : new double[] {0.1, 0.25, 0.5}) {
      for (int second = 0; second < 60 && !comparison.worse(); second++) {
        comparison.add(traffic.sample(500, share));
      }
    }
    assertThat(comparison.evidence().verdict())
        .as(comparison.evidence().sentence())
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void goesOnFromItsSnapshotToTheLastBit(Signal signal) {
    Traffic traffic = new Traffic(SEED, GOOD, new Version(0.002, 0.052));
    Comparison straight = Comparison.of(Terms.of(signal));
    Comparison broken = Comparison.restore(Terms.of(signal), straight.snapshot());
    for (int second = 0; second < 40; second++) {
      Sample sample =
          signal == Signal.SATURATION
              ? new Sample.Levels(0.5, 0.5 + 0.01 * (second % 3))
              : traffic.sample(200, second < 20 ? 0.1 : 0.5);
      straight.add(sample);
      broken.add(sample);
      broken = Comparison.restore(Terms.of(signal), broken.snapshot());
    }
    assertThat(broken.evidence()).isEqualTo(straight.evidence());
    assertThat(broken.snapshot()).isEqualTo(straight.snapshot());
  }

  /// Prometheus' usual buckets are wider than the margin.
  @Test
  void findsASlowCanaryInCoarseBuckets() {
    LatencyBuckets coarse =
        LatencyBuckets.below(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);
    Comparison worse = Comparison.of(Terms.of(Signal.LATENCY));
    Comparison equal = Comparison.of(Terms.of(Signal.LATENCY));
    for (int batch = 0; batch < 200; batch++) {
      worse.add(new Sample.Requests(in(coarse, 4, 900), in(coarse, 5, 100), 0.1));
      equal.add(new Sample.Requests(in(coarse, 4, 900), in(coarse, 4, 100), 0.1));
    }
    assertThat(worse.evidence().verdict()).isEqualTo(Verdict.WORSE);
    assertThat(equal.evidence().verdict()).isEqualTo(Verdict.NOT_WORSE);
  }

  @Test
  void beginsAnewWhenTheBucketsChange() {
    Comparison latency = Comparison.of(Terms.of(Signal.LATENCY));
    LatencyBuckets before = LatencyBuckets.below(0.1, 0.2);
    LatencyBuckets after = LatencyBuckets.below(0.1, 0.15, 0.2);
    latency.add(new Sample.Requests(in(before, 0, 900), in(before, 0, 100), 0.1));
    latency.add(new Sample.Requests(in(after, 0, 450), in(after, 0, 50), 0.1));
    assertThat(latency.evidence().canary()).isEqualTo(50);
  }

  private static Served in(LatencyBuckets buckets, int bucket, long requests) {
    long[] counts = new long[buckets.count()];
    counts[bucket] = requests;
    return new Served(requests, requests, 0, 0, LatencyHistogram.of(buckets, counts));
  }

  @Test
  void refusesASnapshotOfOtherTerms() {
    Comparison errors = Comparison.of(Terms.of(Signal.ERRORS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.restore(Terms.of(Signal.ERRORS).with(0.05), errors.snapshot()))
        .withMessageContaining("other terms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.restore(Terms.of(Signal.ERRORS), new byte[] {1, 2, 3}))
        .withMessageContaining("damaged");
  }

  @Test
  void saysItInOneSentence() {
    Traffic traffic = new Traffic(SEED, GOOD, new Version(0.005, 0.05));
    Comparison errors = Comparison.of(Terms.of(Signal.ERRORS));
    assertThat(errors.evidence().sentence())
        .isEqualTo(
            "error rate of the canary unknown, of the baseline unknown; 0 requests of the canary and"
                + " 0 of the baseline: no data, because the canary served nothing that counts");
    while (!errors.worse()) {
      errors.add(traffic.sample(500, 0.1));
    }
    assertThat(errors.evidence().sentence())
        .matches(
            "error rate of the canary \\S+ %, of the baseline \\S+ %; [0-9 ]+ requests of the canary"
                + " and [0-9 ]+ of the baseline: worse( \\(\\S+ to \\S+ times the baseline\\))?,"
                + " e-value \\S+ where 100 suffices");
  }

  @Test
  void staysUndecidedWithTooFewRequests() {
    Traffic traffic = new Traffic(SEED, GOOD, GOOD);
    Comparison errors = Comparison.of(Terms.of(Signal.ERRORS));
    errors.add(traffic.sample(2000, 0.1));
    Evidence evidence = errors.evidence();
    assertThat(evidence.verdict()).as(evidence.sentence()).isEqualTo(Verdict.UNDECIDED);
    assertThat(evidence.share()).isEqualTo(evidence.canary() / 1000.0);
  }
}
