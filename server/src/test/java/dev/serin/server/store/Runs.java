package dev.serin.server.store;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.MetricResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Analysis runs that change as those of an engine do.
final class Runs {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static final int KEPT = 3;

  private final SplittableRandom random;
  private List<AnalysisRun> runs = List.of();
  private int begun;

  Runs(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// A run with one metric, `errors`, that has measured so often and knows the latest.
  static AnalysisRun measured(int finished, int known) {
    List<Measurement> latest = new ArrayList<>();
    for (int i = finished - known; i < finished; i++) {
      latest.add(finished(i));
    }
    return of("run", List.of(result("errors", finished, latest)), Map.of());
  }

  /// The measurement with this number, counted from 0, was finished so many minutes past noon.
  static Measurement finished(int number) {
    Instant at = NOON.plusSeconds(60L * number);
    return new Measurement(
        AnalysisPhase.SUCCESSFUL, "value " + number, "", at, at, null, Map.of("n", "" + number));
  }

  /// The same after a few things have happened.
  List<AnalysisRun> next() {
    List<AnalysisRun> next = new ArrayList<>(runs);
    if (next.isEmpty() || random.nextInt(10) == 0) {
      next.add(of("run-" + begun++, List.of(), Map.of()));
    }
    if (next.size() > 1 && random.nextInt(10) == 0) {
      next.removeFirst();
    }
    int place = random.nextInt(next.size());
    next.set(place, changed(next.get(place)));
    runs = List.copyOf(next);
    return runs;
  }

  private AnalysisRun changed(AnalysisRun run) {
    List<MetricResult> results = new ArrayList<>(run.status().metrics());
    if (results.isEmpty() || (results.size() < 3 && random.nextInt(5) == 0)) {
      results.add(result("metric-" + results.size(), 0, List.of()));
    }
    int place = random.nextInt(results.size());
    results.set(place, measuring(results.get(place)));
    Map<String, Accumulator> gathered = new HashMap<>(run.accumulators());
    if (random.nextBoolean()) {
      gathered.put("metric-" + random.nextInt(3), new Accumulator(0.5, "" + random.nextLong()));
    }
    if (random.nextInt(10) == 0) {
      gathered.remove("metric-0");
    }
    return of(run.name(), results, gathered);
  }

  private MetricResult measuring(MetricResult result) {
    List<Measurement> latest = new ArrayList<>(result.measurements());
    int finished = result.count();
    if (result.inFlight().isPresent()) {
      latest.removeLast();
    }
    if (random.nextBoolean()) {
      latest.add(
          new Measurement(
              AnalysisPhase.RUNNING, "" + random.nextInt(), "", NOON, null, NOON, Map.of()));
    } else {
      latest.add(finished(finished++));
    }
    return result(result.name(), finished, latest).keepingLast(KEPT);
  }

  private static MetricResult result(String name, int finished, List<Measurement> latest) {
    return new MetricResult(
        name,
        AnalysisPhase.RUNNING,
        "",
        false,
        finished,
        finished,
        0,
        0,
        0,
        0,
        finished,
        Map.of(),
        latest);
  }

  private static AnalysisRun of(
      String name, List<MetricResult> results, Map<String, Accumulator> gathered) {
    AnalysisRun.Summary none = AnalysisRun.Summary.NONE;
    return new AnalysisRun(
        name,
        new AnalysisSpec(List.of(), List.of(), List.of(), List.of()),
        false,
        null,
        new AnalysisRun.Status(AnalysisPhase.RUNNING, "", NOON, null, results, none, none),
        gathered);
  }
}
