package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// How the engine drives comparisons: they take long, gather evidence, and may have news at any
/// moment.
class ComparingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Timeline time = Timeline.virtual(START);
  private final MemoryStore store = new MemoryStore();
  private final FakeRouter router = new FakeRouter();
  private final Gathering provider = new Gathering();

  private final Engine engine =
      new Engine(
          new Engine.Parts(
              store,
              router,
              (_, _) -> new Workload.Health.Available(),
              new Analyst(
                  new Analyst.Tools(
                      Map.of(ProviderConfig.COMPARISON, provider),
                      (_, _, _) -> new Assessment(AnalysisPhase.ERROR, "no condition expected"),
                      (_, _, _) -> Optional.empty()),
                  Runnable::run,
                  time),
              time));

  /// Needs a number of looks, one a second, for its evidence.
  private static final class Gathering implements MetricProvider {
    private final List<String> released = new ArrayList<>();
    private double perLook = 0.01;
    private AnalysisPhase end = AnalysisPhase.SUCCESSFUL;
    private boolean alarm;

    @Override
    public Reading read(Query query) {
      Accumulator before = query.run().accumulators().get(query.metric().name());
      double share =
          Math.min(1, (before == null ? 0 : Double.parseDouble(before.state())) + perLook);
      Accumulator now = new Accumulator(share, String.valueOf(share));
      if (alarm) {
        alarm = false;
        return new Reading.Judged(AnalysisPhase.FAILED, "5 %", "it is worse", Map.of(), now);
      }
      return share < 1
          ? new Reading.Pending(query.at().plusSeconds(1), "1 %", Map.of(), now)
          : new Reading.Judged(end, "1 %", "", Map.of(), now);
    }

    @Override
    public boolean urgent(RolloutId rollout, AnalysisRun run, String metric) {
      return alarm;
    }

    @Override
    public void release(RolloutId rollout, AnalysisRun run) {
      released.add(run.name());
    }
  }

  @Test
  void aCanaryIsWidenedAsItsEvidenceGrows() throws InterruptedException {
    Look half = run(look -> weight() == 50);
    assertThat(between(half)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(65));
    assertThat(gathered().evidence()).isGreaterThanOrEqualTo(0.5);
    provider.perLook = 0.001;
    Look promoted = run(look -> look.end() != null);
    assertThat(promoted.end()).isEqualTo(Look.End.PROMOTED);
    assertThat(between(promoted)).as("evidence took longer than the pause").hasMinutes(7);
    assertThat(provider.released).containsExactly("shop-v2-2");
  }

  @Test
  void newsTakesTheUpdateBackBetweenTwoMeasurements() throws InterruptedException {
    run(look -> !look.at().isBefore(START.plusSeconds(20)));
    provider.alarm = true;
    time.wake();
    Look last = run(look -> look.end() != null);
    assertThat(last.end()).isEqualTo(Look.End.ROLLED_BACK);
    assertThat(between(last)).isLessThan(Duration.ofSeconds(21));
    assertThat(last.decision().standing().message()).contains("it is worse");
  }

  @Test
  void anInconclusiveOneHoldsAndTheNextGoesOnFromItsEvidence() throws InterruptedException {
    provider.end = AnalysisPhase.INCONCLUSIVE;
    provider.perLook = 0.1;
    Look held = run(look -> look.decision().waiting().what().contains("could not decide"));
    assertThat(weight()).isEqualTo(10);
    assertThat(held.end()).isNull();
    provider.end = AnalysisPhase.SUCCESSFUL;
    store.request(Releases.ID, new Command.Resume(), "anna", time.instant());
    Look last = run(look -> look.end() != null);
    assertThat(last.end()).isEqualTo(Look.End.PROMOTED);
    assertThat(gathered().evidence()).isEqualTo(1);
    assertThat(last.runs().getLast().name()).isEqualTo("shop-v2-2.1");
    assertThat(between(last)).as("not gathered again").isLessThan(Duration.ofSeconds(150));
  }

  @Test
  void whatIsTriedAgainAfterAnAbortIsJudgedAnew() throws InterruptedException {
    run(look -> !look.at().isBefore(START.plusSeconds(20)));
    provider.alarm = true;
    run(look -> look.end() != null);
    store.request(Releases.ID, new Command.Retry(), "anna", time.instant());
    run(
        look ->
            look.runs().stream()
                .anyMatch(run -> !run.accumulators().isEmpty() && run.name().endsWith(".1")));
    assertThat(gathered().evidence()).isEqualTo(0.01);
  }

  private Accumulator gathered() {
    AnalysisRun latest = store.find(Releases.ID).orElseThrow().runs().getLast();
    return Objects.requireNonNull(latest.accumulators().get("success-rate"));
  }

  private int weight() {
    return router.applied().getLast().weight().ppm() / 10_000;
  }

  private static Duration between(Look look) {
    return Duration.between(START, look.at());
  }

  private Look run(Predicate<Look> until) throws InterruptedException {
    Instant latest = time.instant().plus(Duration.ofHours(2));
    Look last =
        new Loop(engine, time, Duration.ofSeconds(1))
            .run(release(), look -> until.test(look) || look.at().isAfter(latest));
    assertThat(last.at()).as("in time").isBefore(latest);
    return last;
  }

  private static Release release() {
    return Releases.watched(new ProviderConfig(ProviderConfig.COMPARISON, Map.of()), "0");
  }
}
