package dev.serin.server.api;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.MetricResult;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.store.Measurements;
import dev.serin.server.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers what the comparisons of an update have seen.
final class Evidences {
  private static final int MOST_POINTS = 500;
  private static final int MOST_MEASUREMENTS = 5000;

  private final Measurements measurements;

  Evidences(Store store) {
    this.measurements = new Measurements(store);
  }

  /// A metric, its latest run, and all of its looks.
  private record Looks(String run, List<Measurement> measurements) {}

  List<EvidenceView> of(Overview seen) {
    Status status = seen.status();
    if (status == null) {
      return List.of();
    }
    String prefix = status.runPrefix(seen.id());
    Map<String, Looks> byMetric = new LinkedHashMap<>();
    seen.runs().stream()
        .filter(run -> run.name().startsWith(prefix))
        .forEach(run -> gather(seen.id(), run, byMetric));
    List<EvidenceView> views = new ArrayList<>();
    byMetric.forEach(
        (metric, looks) -> views.add(EvidenceView.of(looks.run(), metric, latest(looks))));
    return List.copyOf(views);
  }

  private static List<Measurement> latest(Looks looks) {
    List<Measurement> all = looks.measurements();
    return all.subList(Math.max(0, all.size() - MOST_POINTS), all.size());
  }

  private void gather(RolloutId id, AnalysisRun run, Map<String, Looks> byMetric) {
    Map<String, List<Measurement>> found = new LinkedHashMap<>();
    for (Measurements.Measured measured : measurements.latest(id, run.name(), MOST_MEASUREMENTS)) {
      found.computeIfAbsent(measured.metric(), _ -> new ArrayList<>()).add(measured.measurement());
    }
    for (MetricResult result : run.status().metrics()) {
      result
          .inFlight()
          .ifPresent(now -> found.computeIfAbsent(result.name(), _ -> new ArrayList<>()).add(now));
    }
    found.forEach(
        (metric, measurements) -> {
          List<Measurement> looks = measurements.stream().filter(EvidenceView::compares).toList();
          if (!looks.isEmpty()) {
            byMetric.merge(metric, new Looks(run.name(), looks), Evidences::joined);
          }
        });
  }

  private static Looks joined(Looks before, Looks after) {
    List<Measurement> all = new ArrayList<>(before.measurements());
    all.addAll(after.measurements());
    return new Looks(after.run(), all);
  }
}
