package dev.serin.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRunner.Pass;
import dev.serin.core.analysis.AnalysisRunner.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What holds for every run, whatever its providers answer and whenever they do.
class RunPropertiesTest {
  private static final List<AnalysisPhase> ENDS =
      List.of(
          AnalysisPhase.SUCCESSFUL,
          AnalysisPhase.SUCCESSFUL,
          AnalysisPhase.SUCCESSFUL,
          AnalysisPhase.FAILED,
          AnalysisPhase.INCONCLUSIVE,
          AnalysisPhase.ERROR);

  @Test
  void countersAddUpAndWhatHasEndedStays() {
    long seed = Long.getLong("serin.seed", System.nanoTime());
    System.out.println("RunPropertiesTest: -Dserin.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      play(random.split(), seed + " run " + i);
    }
  }

  private static void play(SplittableRandom random, String seed) {
    AnalysisRun run = Runs.run(metrics(random));
    Set<Task> underWay = new HashSet<>();
    Instant now = Runs.START;
    for (int turn = 0; turn < 200 && !run.status().phase().completed(); turn++) {
      Pass pass = AnalysisRunner.pass(run, now, underWay);
      check(run, pass.run(), seed);
      assertThat(pass.tasks()).as(seed).noneMatch(underWay::contains);
      run = pass.run();
      underWay.addAll(pass.tasks());
      for (Task task : List.copyOf(underWay)) {
        if (random.nextInt(3) > 0) {
          AnalysisRun next = answered(run, task, now, random);
          check(run, next, seed);
          run = next;
          underWay.remove(task);
        }
      }
      run = random.nextInt(60) == 0 ? run.terminated() : run;
      now = now.plusMillis(random.nextInt(1, 8000));
    }
  }

  private static AnalysisRun answered(
      AnalysisRun run, Task task, Instant now, SplittableRandom random) {
    return random.nextInt(4) == 0
        ? Runs.underWay(run, task, now, now.plusSeconds(random.nextInt(20)))
        : Runs.measured(run, task, ENDS.get(random.nextInt(ENDS.size())), now);
  }

  private static void check(AnalysisRun before, AnalysisRun after, String seed) {
    for (MetricResult m : after.status().metrics()) {
      assertThat(m.count()).as(seed).isEqualTo(m.successful() + m.failed() + m.inconclusive());
      assertThat(m.consecutiveError()).as(seed).isLessThanOrEqualTo(m.error());
      assertThat(m.consecutiveSuccess()).as(seed).isLessThanOrEqualTo(m.successful());
      assertThat(m.measurements()).as(seed).hasSizeLessThanOrEqualTo(11);
    }
    for (MetricResult m : before.status().metrics()) {
      MetricResult now = after.result(m.name()).orElseThrow();
      assertThat(now.count() + now.error()).as(seed).isGreaterThanOrEqualTo(m.count() + m.error());
      if (m.phase().completed()) {
        assertThat(now).as(seed).isEqualTo(m);
      }
    }
  }

  private static Metric[] metrics(SplittableRandom random) {
    List<Metric> metrics = new ArrayList<>();
    IntStream.range(0, random.nextInt(1, 4))
        .forEach(
            i -> {
              String count = random.nextBoolean() ? null : Integer.toString(random.nextInt(4, 9));
              String failures = Integer.toString(random.nextInt(0, 3));
              metrics.add(
                  Runs.metric("m" + i, "5s", count, new Metric.Limits(failures, "1", "2", null)));
            });
    return metrics.toArray(Metric[]::new);
  }
}
