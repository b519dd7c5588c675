package dev.serin.providers.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.MetricProvider.Query;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.rollout.RolloutId;
import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.prometheus.PrometheusProvider.Addresses;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `serin/comparison` answers, in virtual time, with a router whose counts the test writes.
class ComparisonProviderTest {
  private static final RolloutId SHOP = new RolloutId("default", "shop");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final HttpCaller http = new HttpCaller();
  private final AtomicInteger news = new AtomicInteger();
  private Counted counted = new Counted.Nothing("no canary yet");
  private boolean breaking;
  private final TrafficSignals signals =
      _ -> {
        if (breaking) {
          throw new IllegalStateException("the counters are gone");
        }
        return counted;
      };
  private Instant now = START;
  private boolean perRequest;
  private ComparisonProvider provider = provider();
  private AnalysisRun run = run(metric("errors", Map.of("signal", "errors")));

  private ComparisonProvider provider() {
    return ComparisonProvider.of(http, Addresses.OF_MANIFEST, signals, _ -> news.incrementAndGet());
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void isPendingUntilThereIsEvidenceThenSuccessful() {
    count(0, 0, 0, 0);
    Reading.Pending first = pending(read("errors"));
    count(5000, 5, 600, 0);
    Reading.Pending second = pending(read("errors"));
    assertThat(first.resumeAt()).isEqualTo(START.plusSeconds(1));
    assertThat(second.value()).isEqualTo("0 % (baseline 0.1 %)");
    assertThat(gathered(second).evidence()).isEqualTo(0.6);
    count(9000, 9, 1100, 1);
    Reading.Judged last = judged(read("errors"));
    assertThat(last.phase()).isEqualTo(AnalysisPhase.SUCCESSFUL);
    assertThat(gathered(last).evidence()).isEqualTo(1);
    assertThat(last.metadata()).containsEntry("verdict", "not worse");
  }

  @Test
  void wakesWhoeverDecidesAsSoonAsTheCanaryIsWorse() {
    count(0, 0, 0, 0);
    read("errors");
    count(1000, 1, 100, 20);
    provider.tick(now);
    assertThat(news).hasValue(1);
    assertThat(provider.urgent(SHOP, run, "errors")).isTrue();
    Reading.Judged judged = judged(read("errors"));
    assertThat(judged.phase()).isEqualTo(AnalysisPhase.FAILED);
    assertThat(judged.message())
        .startsWith("error rate of the canary 20 %, of the baseline 0.1 %;")
        .contains("worse (");
    assertThat(provider.urgent(SHOP, run, "errors")).as("told once").isFalse();
  }

  @Test
  void afterARestartItGoesOnFromWhatWasStored() {
    count(0, 0, 0, 0);
    read("errors");
    count(5000, 5, 500, 0);
    Accumulator stored = gathered(pending(read("errors")));
    run = measured(run.inheriting(Map.of("errors", stored)));
    provider = provider();
    count(9000, 9, 1000, 1);
    Reading.Judged judged = judged(read("errors"));
    assertThat(judged.metadata()).containsEntry("canary", "1000").containsEntry("baseline", "9000");
  }

  @Test
  void aRunThatInheritsEvidenceDoesNotCountWhatCameInBetween() {
    count(0, 0, 0, 0);
    read("errors");
    count(5000, 5, 500, 0);
    Accumulator stored = gathered(pending(read("errors")));
    run = run.inheriting(Map.of("errors", stored.unmeasured()));
    provider = provider();
    count(9000, 9, 1000, 100);
    Reading.Pending first = pending(read("errors"));
    assertThat(first.metadata()).containsEntry("canary", "500").containsEntry("baseline", "5000");
    assertThat(gathered(first).evidence()).isEqualTo(0.5);
  }

  @Test
  void aMetricsNameMayHoldAnArgument() {
    Metric named = metric("errors-{{args.service}}", Map.of("signal", "{{args.signal}}"));
    List<Argument> args =
        List.of(new Argument("service", "cart", null), new Argument("signal", "errors", null));
    run = AnalysisRun.of("shop-v2-2", new AnalysisSpec(List.of(named), args, List.of(), List.of()));
    count(0, 0, 0, 0);
    read("errors-cart");
    count(1000, 1, 100, 20);
    provider.tick(now);
    assertThat(provider.urgent(SHOP, run, "errors-cart")).isTrue();
  }

  @Test
  void aLatencyMayHaveAnAbsoluteMarginAlone() {
    run = run(metric("latency", Map.of("signal", "latency", "margin", Map.of("absolute", "20ms"))));
    count(0, 0, 0, 0);
    read("latency");
    now = now.plusSeconds(1);
    count(1000, 0, 100, 0);
    read("latency");
    now = now.plusSeconds(11);
    count(9000, 0, 1200, 0);
    assertThat(judged(read("latency")).phase()).isEqualTo(AnalysisPhase.SUCCESSFUL);
  }

  @Test
  void whatBreaksBetweenTwoMeasurementsIsToldAtTheNext() {
    count(0, 0, 0, 0);
    read("errors");
    breaking = true;
    provider.tick(now);
    breaking = false;
    provider.tick(now);
    assertThatIllegalStateException()
        .isThrownBy(() -> read("errors"))
        .withMessage("the counters are gone");
  }

  @Test
  void nobodyIsWokenTwiceForTheSame() {
    count(0, 0, 0, 0);
    read("errors");
    count(1000, 1, 100, 20);
    provider.tick(now);
    provider.tick(now.plusMillis(10));
    assertThat(news).hasValue(1);
    assertThat(provider.urgent(SHOP, run, "errors")).as("until it is told").isTrue();
  }

  @Test
  void aMeasurementThatComesAfterItsRunLeavesNothingBehind() {
    count(0, 0, 0, 0);
    provider.release(SHOP, run);
    read("errors");
    count(1000, 1, 100, 20);
    provider.tick(now);
    assertThat(news).hasValue(0);
  }

  @Test
  void withoutAnyRequestItIsInconclusiveInTheEnd() {
    count(0, 0, 0, 0);
    read("errors");
    count(4000, 4, 0, 0);
    pending(read("errors"));
    assertThat(judged(resume("errors", Duration.ofHours(1))).phase())
        .as("users stay where they are: nobody may have come to the canary")
        .isEqualTo(AnalysisPhase.INCONCLUSIVE);
  }

  @Test
  void withOtherTermsItBeginsAnew() {
    count(0, 0, 0, 0);
    read("errors");
    count(5000, 5, 500, 0);
    Accumulator stored = gathered(pending(read("errors")));
    run =
        run(metric("errors", Map.of("signal", "errors", "alpha", 0.05)))
            .inheriting(Map.of("errors", stored));
    provider = provider();
    assertThat(gathered(pending(read("errors"))).evidence()).isZero();
  }

  @Test
  void aFamilySharesOneChanceOfAFalseAlarm() {
    run =
        run(
            metric("errors", Map.of("signal", "errors")),
            metric("latency", Map.of("signal", "latency")),
            metric("traffic", Map.of("signal", "traffic")));
    count(5000, 5, 500, 0);
    assertThat(List.of("errors", "latency", "traffic"))
        .extracting(name -> pending(read(name)).metadata().get("alpha"))
        .extracting(alpha -> Math.round(Double.parseDouble(alpha) * 1e5))
        .containsExactly(500L, 375L, 125L);
  }

  @Test
  void withoutTheFamilyEachHasItsOwn() {
    run =
        run(
            metric("errors", Map.of("signal", "errors", "familyWise", false)),
            metric("latency", Map.of("signal", "latency")));
    count(5000, 5, 500, 0);
    assertThat(pending(read("errors")).metadata()).containsEntry("alpha", "0.01");
  }

  @Test
  void itsMaximumTimeMakesItInconclusiveAndNeverAPass() {
    run = run(metric("errors", Map.of("signal", "errors", "maximumTime", "5m")));
    count(0, 0, 0, 0);
    read("errors");
    count(5000, 5, 500, 0);
    Reading.Pending pending = pending(resume("errors", Duration.ofMinutes(4)));
    assertThat(pending.metadata()).containsEntry("verdict", "undecided");
    Reading.Judged judged = judged(resume("errors", Duration.ofMinutes(5)));
    assertThat(judged.phase()).isEqualTo(AnalysisPhase.INCONCLUSIVE);
    assertThat(judged.message()).endsWith("undecided, 1 000 requests are needed");
  }

  @Test
  void aSideThatServesNothingIsAnError() {
    perRequest = true;
    count(0, 0, 0, 0);
    read("errors");
    count(4000, 4, 0, 0);
    Reading.Judged judged = judged(read("errors"));
    assertThat(judged.phase()).isEqualTo(AnalysisPhase.ERROR);
    assertThat(judged.message()).contains("no data, because the canary served nothing");
  }

  @Test
  void latencyIsNotJudgedBeforeTheCanaryIsWarm() {
    run = run(metric("latency", Map.of("signal", "latency")));
    count(0, 0, 0, 0);
    read("latency");
    count(1000, 0, 100, 0);
    read("latency");
    now = now.plusSeconds(9);
    count(2000, 0, 300, 0);
    assertThat(pending(read("latency")).metadata()).containsEntry("canary", "0");
    now = now.plusSeconds(2);
    count(3000, 0, 700, 0);
    assertThat(pending(read("latency")).metadata()).containsEntry("canary", "400");
  }

  @Test
  void whatEndsIsForgotten() {
    count(0, 0, 0, 0);
    read("errors");
    count(1000, 1, 100, 20);
    provider.tick(now);
    provider.release(SHOP, run);
    assertThat(provider.urgent(SHOP, run, "errors")).isFalse();
    provider.tick(now);
    assertThat(news).as("nobody is woken for what has ended").hasValue(1);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signal       | error           | signal must be errors, latency, traffic, saturation or custom, but is "error"
          alpha        | 2               | alpha must be a chance above 0 and below 1, such as 0.01, but is "2"
          margin       | 0.1             | margin must be {relative: 0.1} or {absolute: 0.001}, or both, but is "0.1"
          quantiles    | 0.5             | quantiles must be a list of numbers above 0 and below 1
          minimumRequests | 0            | minimumRequests must be a whole number of 1 or more, such as 1000, but is "0"
          maximumTime  | soon            | maximumTime must be a duration such as 30m, but is "soon"
          familyWise   | maybe           | familyWise must be true or false, but is "maybe"
          source       | nginx           | must be router
          colour       | red             | unknown setting colour; settings are [alpha, dispersion, familyWise,
          """)
  void tellsWhatIsWrongWithItsSettings(String name, String value, String told) {
    Map<String, Object> settings = new HashMap<>(Map.of("signal", "errors"));
    settings.put(name, value);
    assertThat(ComparisonProvider.problem(settings).orElseThrow())
        .startsWith("serin/comparison: ")
        .contains(told);
  }

  @Test
  void needsASignal() {
    assertThat(ComparisonProvider.problem(Map.of()))
        .hasValueSatisfying(why -> assertThat(why).contains("signal is missing"));
    assertThat(
            ComparisonProvider.problem(
                Map.of("signal", "latency", "margin", Map.of("absolute", "20ms"))))
        .isEmpty();
  }

  /// What the router has counted in all.
  private void count(long baseline, long baselineFailed, long canary, long canaryFailed) {
    counted =
        new Counted.Sides(
            "since",
            new TrafficSignals.Split("1", 0.1, perRequest),
            served(baseline, baselineFailed),
            served(canary, canaryFailed));
  }

  private static Served served(long answered, long failed) {
    long[] counts = new long[LatencyBuckets.FINE.count()];
    counts[LatencyBuckets.fine(5_000)] = answered;
    return new Served(
        answered, answered, failed, 0, LatencyHistogram.of(LatencyBuckets.FINE, counts));
  }

  private static Metric metric(String name, Map<String, Object> settings) {
    return new Metric(
        name,
        "10s",
        null,
        null,
        "",
        "",
        Metric.Limits.DEFAULT,
        new ProviderConfig(ComparisonProvider.KIND, settings));
  }

  private static AnalysisRun run(Metric... metrics) {
    return AnalysisRun.of(
        "shop-v2-2", new AnalysisSpec(List.of(metrics), List.of(), List.of(), List.of()));
  }

  /// As it is stored after its first measurement.
  private static AnalysisRun measured(AnalysisRun run) {
    AnalysisRunner.Task task = new AnalysisRunner.Task.Run("errors");
    Checked<AnalysisRunner.Prepared> prepared =
        AnalysisRunner.prepare(run, task, (_, _, _) -> Optional.empty(), "default");
    Measurement first =
        new Measurement(AnalysisPhase.RUNNING, "", "", START, null, START, Map.of());
    return switch (prepared) {
      case Checked.Valid<AnalysisRunner.Prepared>(var ready) ->
          AnalysisRunner.record(run, ready, new AnalysisRunner.Outcome(first, Map.of(), START));
      case Checked.Invalid<AnalysisRunner.Prepared>(var why) -> throw new AssertionError(why);
    };
  }

  private Query query(String metric) {
    Metric asked =
        run.metrics().stream()
            .filter(it -> it.name().equals(metric))
            .findFirst()
            .orElseThrow(() -> new AssertionError(metric + " in " + Arrays.asList(run)));
    return new Query(SHOP, run, asked, now);
  }

  private Reading read(String metric) {
    return provider.read(query(metric));
  }

  private Reading resume(String metric, Duration after) {
    now = START.plus(after);
    Measurement started =
        new Measurement(AnalysisPhase.RUNNING, "", "", START, null, START, Map.of());
    return provider.resume(query(metric), started);
  }

  private static Reading.Pending pending(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Pending.class);
    return (Reading.Pending) reading;
  }

  private static Reading.Judged judged(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Judged.class);
    return (Reading.Judged) reading;
  }

  private static Accumulator gathered(Reading.Pending reading) {
    return Objects.requireNonNull(reading.gathered());
  }

  private static Accumulator gathered(Reading.Judged reading) {
    return Objects.requireNonNull(reading.gathered());
  }
}
