package dev.serin.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.MetricResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// The analysis runs of a rollout as the rows that hold them, so that what did not change is not
/// written again: finished measurements never change, ended runs neither.
///
/// What has no name of its own stays in its run's document: of two runs or two metrics that are
/// called the same, the second, and a measurement that is under way.
///
/// @param runs by their place in the list, from 0
/// @param accumulators of comparisons
/// @param measurements finished, and still part of the state
record RunParts(
    NavigableMap<Integer, String> runs,
    Map<MetricName, String> accumulators,
    NavigableMap<MeasurementName, Taken> measurements) {
  /// A metric of a run.
  record MetricName(String run, String metric) {}

  /// A finished measurement of a metric.
  ///
  /// @param number counts the metric's finished measurements from 1
  record MeasurementName(MetricName of, long number) implements Comparable<MeasurementName> {
    @Override
    public int compareTo(MeasurementName other) {
      int run = of.run.compareTo(other.of.run);
      int metric = run == 0 ? of.metric.compareTo(other.of.metric) : run;
      return metric == 0 ? Long.compare(number, other.number) : metric;
    }
  }

  /// What was measured, and when.
  record Taken(Instant finishedAt, String document) {}

  static RunParts none() {
    return new RunParts(new TreeMap<>(), new HashMap<>(), new TreeMap<>());
  }

  static RunParts split(List<AnalysisRun> runs) {
    RunParts parts = none();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < runs.size(); i++) {
      AnalysisRun run = runs.get(i);
      AnalysisRun rest = names.add(run.name()) ? parts.takenFrom(run) : run;
      parts.runs.put(i, CoreJson.RUN.write(rest));
    }
    return parts;
  }

  /// Takes what has rows of its own.
  ///
  /// @return the rest
  private AnalysisRun takenFrom(AnalysisRun run) {
    run.accumulators()
        .forEach(
            (metric, gathered) ->
                accumulators.put(
                    new MetricName(run.name(), metric), CoreJson.ACCUMULATOR.write(gathered)));
    Set<String> names = new HashSet<>();
    List<MetricResult> rest = new ArrayList<>();
    for (MetricResult result : run.status().metrics()) {
      rest.add(names.add(result.name()) ? takenFrom(run.name(), result) : result);
    }
    return with(run, rest, Map.of());
  }

  private MetricResult takenFrom(String run, MetricResult result) {
    MetricName metric = new MetricName(run, result.name());
    List<Measurement> all = result.measurements();
    List<Measurement> finished =
        all.stream().takeWhile(measurement -> measurement.finishedAt() != null).toList();
    long number = (long) result.count() + result.error() - finished.size();
    for (Measurement measurement : finished) {
      number++;
      Instant at = measurement.finishedAt();
      if (at != null) {
        measurements.put(
            new MeasurementName(metric, number),
            new Taken(at, CoreJson.MEASUREMENT.write(measurement)));
      }
    }
    return result.keepingLast(all.size() - finished.size());
  }

  /// The runs again.
  ///
  /// @throws JsonProcessingException when a row is damaged, or of another format
  List<AnalysisRun> join() throws JsonProcessingException {
    Map<MetricName, List<Measurement>> taken = new HashMap<>();
    for (var each : measurements.entrySet()) {
      taken
          .computeIfAbsent(each.getKey().of(), _ -> new ArrayList<>())
          .add(CoreJson.MEASUREMENT.read(each.getValue().document()));
    }
    Map<String, Map<String, Accumulator>> gathered = new HashMap<>();
    for (var each : accumulators.entrySet()) {
      gathered
          .computeIfAbsent(each.getKey().run(), _ -> new HashMap<>())
          .put(each.getKey().metric(), CoreJson.ACCUMULATOR.read(each.getValue()));
    }
    List<AnalysisRun> joined = new ArrayList<>();
    for (String document : runs.values()) {
      AnalysisRun run = CoreJson.RUN.read(document);
      Map<String, Accumulator> own = new HashMap<>(run.accumulators());
      Map<String, Accumulator> apart = gathered.remove(run.name());
      own.putAll(apart == null ? Map.of() : apart);
      joined.add(with(run, joined(run, taken), own));
    }
    return joined;
  }

  private static List<MetricResult> joined(
      AnalysisRun run, Map<MetricName, List<Measurement>> taken) {
    List<MetricResult> results = new ArrayList<>();
    for (MetricResult result : run.status().metrics()) {
      List<Measurement> own = taken.remove(new MetricName(run.name(), result.name()));
      results.add(own == null ? result : after(own, result));
    }
    return results;
  }

  private static MetricResult after(List<Measurement> earlier, MetricResult rest) {
    List<Measurement> all = new ArrayList<>(earlier);
    all.addAll(rest.measurements());
    return new MetricResult(
        rest.name(),
        rest.phase(),
        rest.message(),
        rest.dryRun(),
        rest.count(),
        rest.successful(),
        rest.failed(),
        rest.inconclusive(),
        rest.error(),
        rest.consecutiveError(),
        rest.consecutiveSuccess(),
        rest.metadata(),
        all);
  }

  private static AnalysisRun with(
      AnalysisRun run, List<MetricResult> results, Map<String, Accumulator> gathered) {
    AnalysisRun.Status status = run.status();
    return new AnalysisRun(
        run.name(),
        run.spec(),
        run.terminate(),
        run.ttl(),
        new AnalysisRun.Status(
            status.phase(),
            status.message(),
            status.startedAt(),
            status.completedAt(),
            results,
            status.summary(),
            status.dryRunSummary()),
        gathered);
  }
}
