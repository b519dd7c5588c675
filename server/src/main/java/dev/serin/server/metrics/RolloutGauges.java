package dev.serin.server.metrics;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The rollouts of this node as metrics: each by itself in Argo's names, up to a limit, and how
/// many
/// there are of each phase, whatever their number.
final class RolloutGauges implements MultiCollector {
  /// So many rollouts are shown by themselves: each is five series, and a Prometheus should bear
  /// several nodes.
  static final int MOST = 1_000;

  private final Map<RolloutId, Standing> standings = new ConcurrentHashMap<>();
  private final int most;

  RolloutGauges(PrometheusRegistry registry, int most) {
    this.most = most;
    registry.register(this);
  }

  /// How a rollout is.
  record Standing(String strategy, String router, Phase phase) {}

  void stands(RolloutId id, Standing standing) {
    standings.put(id, standing);
  }

  void left(RolloutId id) {
    standings.remove(id);
  }

  @Override
  public MetricSnapshots collect() {
    List<Map.Entry<RolloutId, Standing>> all = List.copyOf(standings.entrySet());
    List<Map.Entry<RolloutId, Standing>> shown =
        all.stream()
            .sorted(Comparator.comparing(it -> it.getKey().toString()))
            .limit(most)
            .toList();
    return new MetricSnapshots(
        gauge(
            "rollout_info",
            "A rollout of this node, up to " + most + " of them; always 1.",
            shown.stream().map(RolloutGauges::info).toList()),
        gauge(
            "rollout_phase",
            "1 for the phase that a rollout of this node is in, else 0.",
            shown.stream().flatMap(it -> phases(it).stream()).toList()),
        gauge("serin_rollouts", "How many rollouts of this node are in a phase.", counts(all)));
  }

  private static GaugeSnapshot gauge(
      String name, String help, List<GaugeDataPointSnapshot> points) {
    GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
    points.forEach(builder::dataPoint);
    return builder.build();
  }

  private static GaugeDataPointSnapshot info(Map.Entry<RolloutId, Standing> rollout) {
    Standing standing = rollout.getValue();
    return point(
        1,
        Labels.of(
            "namespace",
            rollout.getKey().namespace(),
            "name",
            rollout.getKey().name(),
            "strategy",
            standing.strategy(),
            "traffic_router",
            standing.router(),
            "phase",
            standing.phase().word()));
  }

  private static List<GaugeDataPointSnapshot> phases(Map.Entry<RolloutId, Standing> rollout) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      points.add(
          point(
              rollout.getValue().phase() == phase ? 1 : 0,
              Labels.of(
                  "namespace",
                  rollout.getKey().namespace(),
                  "name",
                  rollout.getKey().name(),
                  "phase",
                  phase.word())));
    }
    return points;
  }

  private static List<GaugeDataPointSnapshot> counts(List<Map.Entry<RolloutId, Standing>> all) {
    Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      counts.put(phase, 0);
    }
    all.forEach(it -> counts.merge(it.getValue().phase(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(it -> point(it.getValue(), Labels.of("phase", it.getKey().word())))
        .toList();
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
  }
}
