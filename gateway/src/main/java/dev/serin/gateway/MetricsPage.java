package dev.serin.gateway;

import dev.serin.core.traffic.Weight;
import dev.serin.gateway.proxy.Switchboard;
import dev.serin.gateway.route.RouteTable;
import dev.serin.signals.GrpcCode;
import dev.serin.signals.Series;
import dev.serin.signals.Tally;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The text that Prometheus scrapes.
///
/// The label `version` is the role that the revision played when the request was routed, `stable`
/// or `canary`; `revision` is its hash; `route` the place where the request came in, such as
/// `shop.example.org/api`; `status` the code that the client got, except that a response which the
/// backend broke off is a 502, and one that stalled a 504.
final class MetricsPage {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final int OK = 200;

  private final Tenants tenants;
  private final Switchboard switchboard;
  private final DoorMetrics doors;

  MetricsPage(Tenants tenants, Switchboard switchboard, DoorMetrics doors) {
    this.tenants = tenants;
    this.switchboard = switchboard;
    this.doors = doors;
  }

  byte[] write() {
    List<Row> rows = rows(MetricsPage::row);
    List<Row> byRoute = rows(MetricsPage::routes);
    List<MetricSnapshot> metrics = new ArrayList<>();
    metrics.add(requests(byRoute));
    metrics.add(durations(byRoute));
    metrics.add(calls(byRoute));
    for (Gauge gauge : GAUGES) {
      metrics.add(gauge(gauge, rows));
    }
    for (Counter counter : COUNTERS) {
      metrics.add(counter(counter, rows));
    }
    metrics.add(refusals());
    metrics.add(weights());
    metrics.addAll(EndpointMetrics.of(tenants.all()));
    metrics.addAll(doors.all());
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.create().write(out, new MetricSnapshots(metrics));
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private List<Row> rows(BiFunction<Tenant, Series, Stream<Row>> of) {
    return tenants.all().stream()
        .flatMap(tenant -> tenant.book().all().stream().flatMap(series -> of.apply(tenant, series)))
        .sorted(Comparator.comparing(Row::labels))
        .toList();
  }

  private static Stream<Row> row(Tenant tenant, Series series) {
    return Stream.of(new Row(labels(tenant, series), series.sums()));
  }

  private static Stream<Row> routes(Tenant tenant, Series series) {
    return IntStream.range(0, tenant.places().size())
        .mapToObj(
            i ->
                new Row(
                    labels(tenant, series).add("route", tenant.places().get(i).toString()),
                    series.tallies().sums(i)));
  }

  /// The numbers of one series, read once for all metrics of a page.
  private static final class Row {
    private final Labels labels;
    private final long[] sums;

    Row(Labels labels, long[] sums) {
      this.labels = labels;
      this.sums = sums;
    }

    Labels labels() {
      return labels;
    }

    long at(int place) {
      return sums[place];
    }

    double of(Tally.Count count) {
      return (double) sums[Tally.place(count)];
    }
  }

  private record Gauge(String name, String help, Tally.Count count) {}

  private static final List<Gauge> GAUGES =
      List.of(
          new Gauge(
              "http_requests_in_flight",
              "Requests that began and are not over.",
              Tally.Count.IN_FLIGHT),
          new Gauge(
              "serin_gateway_open_tunnels",
              "Connections whose protocol was changed, as WebSocket does, and that are open.",
              Tally.Count.TUNNELS));

  private record Counter(String name, String help, Tally.Count count) {}

  private static final List<Counter> COUNTERS =
      List.of(
          new Counter(
              "serin_gateway_client_aborts",
              "Requests that the client gave up before it had the whole response.",
              Tally.Count.CLIENT_ABORT),
          new Counter(
              "serin_gateway_upstream_connect_errors",
              "Connections to an endpoint that failed.",
              Tally.Count.CONNECT_ERROR),
          new Counter(
              "serin_gateway_upstream_timeouts",
              "Requests that the backend did not answer in time.",
              Tally.Count.TIMEOUT),
          new Counter(
              "serin_gateway_retries", "Attempts beyond a request's first.", Tally.Count.RETRIED),
          new Counter(
              "serin_gateway_retry_budget_exhausted",
              "Requests that failed because too many others were tried again.",
              Tally.Count.RETRY_DENIED),
          new Counter(
              "serin_gateway_handover_closed",
              "Requests that were cut off after their revision or endpoint got no more traffic.",
              Tally.Count.CUT_OFF),
          new Counter(
              "serin_gateway_handover_closed_tunnels",
              "Tunnels that were cut off after their revision or endpoint got no more traffic.",
              Tally.Count.TUNNELS_CUT),
          new Counter(
              "serin_gateway_mirrored_requests",
              "Copies of requests that were sent.",
              Tally.Count.MIRRORED),
          new Counter(
              "serin_gateway_mirror_failures",
              "Copies that were answered with 500 or more, or not at all.",
              Tally.Count.MIRROR_FAILED),
          new Counter(
              "serin_gateway_mirror_skipped",
              "Copies that were not sent: too large, or too many at once.",
              Tally.Count.MIRROR_SKIPPED),
          new Counter(
              "serin_gateway_received_bytes",
              "Bytes of requests from clients.",
              Tally.Count.BYTES_IN),
          new Counter(
              "serin_gateway_sent_bytes", "Bytes of responses to clients.", Tally.Count.BYTES_OUT));

  private static Labels labels(Tenant tenant, Series series) {
    return Labels.of(
        "rollout",
        tenant.rollout().toString(),
        "version",
        series.role().label(),
        "revision",
        series.revision().hash());
  }

  private static MetricSnapshot requests(List<Row> rows) {
    CounterSnapshot.Builder requests =
        CounterSnapshot.builder()
            .name("http_requests")
            .help("Answered requests, by the status that the client got.");
    for (Row row : rows) {
      for (int place = 0; place < Tally.statuses(); place++) {
        long count = row.at(place);
        if (count > 0 || Tally.status(place) == OK) {
          String status = Integer.toString(Tally.status(place));
          requests.dataPoint(point(row.labels().add("status", status), (double) count));
        }
      }
    }
    return requests.build();
  }

  private static MetricSnapshot calls(List<Row> rows) {
    CounterSnapshot.Builder calls =
        CounterSnapshot.builder()
            .name("grpc_server_handled")
            .help("Answered calls of gRPC, by their code; they are among the requests too.");
    for (Row row : rows) {
      for (GrpcCode code : GrpcCode.ALL) {
        long count = row.at(Tally.grpcPlace(code));
        if (count > 0) {
          calls.dataPoint(point(row.labels().add("grpc_code", code.label()), (double) count));
        }
      }
    }
    return calls.build();
  }

  private static CounterSnapshot.CounterDataPointSnapshot point(Labels labels, double count) {
    return CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(count).build();
  }

  private static MetricSnapshot durations(List<Row> rows) {
    HistogramSnapshot.Builder durations =
        HistogramSnapshot.builder()
            .name("http_request_duration_seconds")
            .help("From the end of the request's head to the last byte of the backend's response.");
    for (Row row : rows) {
      double[] bounds = new double[Tally.BUCKETS];
      long[] counts = new long[Tally.BUCKETS];
      for (int i = 0; i < Tally.BUCKETS; i++) {
        bounds[i] = Tally.bucketBound(i);
        counts[i] = row.at(Tally.bucketPlace(i));
      }
      double sum = row.of(Tally.Count.LATENCY) / 1e9;
      durations.dataPoint(
          HistogramSnapshot.HistogramDataPointSnapshot.builder()
              .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
              .sum(sum)
              .labels(row.labels())
              .build());
    }
    return durations.build();
  }

  private static MetricSnapshot gauge(Gauge gauge, List<Row> rows) {
    GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(gauge.name()).help(gauge.help());
    rows.forEach(row -> builder.dataPoint(level(row.labels(), row.of(gauge.count()))));
    return builder.build();
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot level(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static MetricSnapshot counter(Counter counter, List<Row> rows) {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder().name(counter.name()).help(counter.help());
    rows.forEach(row -> builder.dataPoint(point(row.labels(), row.of(counter.count()))));
    return builder.build();
  }

  private MetricSnapshot refusals() {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder()
            .name("serin_gateway_refused_requests")
            .help("Requests that the gateway answered before they belonged to a revision.");
    for (int place = 0; place < Tally.statuses(); place++) {
      int status = Tally.status(place);
      long count = switchboard.refusals().of(status);
      if (count > 0) {
        Labels labels = Labels.of("status", Integer.toString(status));
        builder.dataPoint(point(labels, (double) count));
      }
    }
    return builder.build();
  }

  private MetricSnapshot weights() {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder()
            .name("serin_gateway_weight_ratio")
            .help("The share of traffic that a version is meant to get, 0 to 1.");
    for (Tenant tenant : tenants.all()) {
      RouteTable table = tenant.table();
      if (table != null) {
        double canary = (double) table.routing().weight().ppm() / Weight.SCALE;
        gauge.dataPoint(level(labels(tenant, table.stable().series()), 1 - canary));
        gauge.dataPoint(level(labels(tenant, table.canary().series()), canary));
      }
    }
    return gauge.build();
  }
}
