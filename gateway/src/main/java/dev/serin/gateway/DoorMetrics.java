package dev.serin.gateway;

import dev.serin.gateway.accesslog.Journal;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/// What `/metrics` tells of connections, certificates and the access log.
record DoorMetrics(Machine machine) {
  private static final double MILLIS = 1000;

  List<MetricSnapshot> all() {
    return List.of(connections(), refusals(), expiries(), reloads(), droppedLines());
  }

  private Doors doors() {
    return machine.doors();
  }

  private MetricSnapshot droppedLines() {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder()
            .name("serin_gateway_access_log_dropped")
            .help("Lines of the access log for which there was no room.");
    Journal journal = machine.journal();
    if (journal != null) {
      builder.dataPoint(counter(Labels.EMPTY, journal.dropped()));
    }
    return builder.build();
  }

  private MetricSnapshot connections() {
    return GaugeSnapshot.builder()
        .name("serin_gateway_connections")
        .help("Connections of clients that are open.")
        .dataPoint(gauge(Labels.EMPTY, doors().crowd().size()))
        .build();
  }

  private MetricSnapshot refusals() {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder()
            .name("serin_gateway_refused_connections")
            .help("Connections that were closed before their first request.");
    for (Doors.Reason reason : Doors.Reason.values()) {
      builder.dataPoint(counter(Labels.of("reason", reason.label()), doors().refusals(reason)));
    }
    return builder.build();
  }

  private MetricSnapshot expiries() {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder()
            .name("serin_gateway_certificate_expiry_timestamp_seconds")
            .help("When the certificate in use expires, or one of its chain before it.");
    for (Doors.Shown shown : doors().identities()) {
      double seconds = shown.identity().expires().toEpochMilli() / MILLIS;
      builder.dataPoint(gauge(Labels.of("entrance", shown.where()), seconds));
    }
    return builder.build();
  }

  private MetricSnapshot reloads() {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder()
            .name("serin_gateway_certificate_reloads")
            .help("Changes of a certificate's files; failed ones left the old one in use.");
    for (Doors.Shown shown : doors().identities()) {
      Labels entrance = Labels.of("entrance", shown.where());
      builder.dataPoint(counter(entrance.add("result", "ok"), shown.identity().reloads()));
      builder.dataPoint(counter(entrance.add("result", "failed"), shown.identity().failures()));
    }
    return builder.build();
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot gauge(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static CounterSnapshot.CounterDataPointSnapshot counter(Labels labels, long count) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .labels(labels)
        .value((double) count)
        .build();
  }
}
