package dev.serin.gateway;

import dev.serin.core.traffic.Revision;
import dev.serin.gateway.pool.LiveEndpoint;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What Prometheus is told of the endpoints, by rollout, revision and URL.
final class EndpointMetrics {
  private final List<Row> rows;

  private EndpointMetrics(List<Row> rows) {
    this.rows = rows;
  }

  private record Row(Labels labels, LiveEndpoint endpoint) {}

  static List<MetricSnapshot> of(Collection<Tenant> tenants) {
    EndpointMetrics metrics =
        new EndpointMetrics(tenants.stream().flatMap(EndpointMetrics::rows).toList());
    return List.of(
        metrics.gauge(
            "serin_gateway_endpoint_up",
            "1 when the endpoint answers its checks, else 0.",
            endpoint -> endpoint.state() == LiveEndpoint.State.UP),
        metrics.gauge(
            "serin_gateway_endpoint_ejected",
            "1 while the endpoint gets no requests because it failed too many, else 0.",
            LiveEndpoint::ejected),
        metrics.ejections());
  }

  private static Stream<Row> rows(Tenant tenant) {
    return tenant.backends().pools().entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().endpoints().stream()
                    .distinct()
                    .map(endpoint -> new Row(labels(tenant, entry, endpoint), endpoint)));
  }

  private static Labels labels(Tenant tenant, Map.Entry<Revision, ?> entry, LiveEndpoint endpoint) {
    return Labels.of(
        "rollout",
        tenant.rollout().toString(),
        "revision",
        entry.getKey().hash(),
        "endpoint",
        endpoint.url().toString());
  }

  private MetricSnapshot gauge(String name, String help, Predicate<LiveEndpoint> holds) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (Row row : rows) {
      gauge.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(row.labels())
              .value(holds.test(row.endpoint()) ? 1 : 0)
              .build());
    }
    return gauge.build();
  }

  private MetricSnapshot ejections() {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder()
            .name("serin_gateway_endpoint_ejections")
            .help("How often the endpoint was given no requests because it failed too many.");
    for (Row row : rows) {
      counter.dataPoint(
          CounterSnapshot.CounterDataPointSnapshot.builder()
              .labels(row.labels())
              .value((double) row.endpoint().ejections())
              .build());
    }
    return counter.build();
  }
}
