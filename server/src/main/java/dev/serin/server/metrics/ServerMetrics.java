package dev.serin.server.metrics;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.store.Outbox.Depth;
import dev.serin.server.store.StoreWatch;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;

/// What a server counts of itself, for Prometheus.
public final class ServerMetrics implements NodeMetrics, DeliveryMetrics, StoreWatch {
  /// From 1 ms to 1 minute, in seconds.
  private static final double[] TIMES = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RolloutGauges rollouts = new RolloutGauges(registry, RolloutGauges.MOST);
  private final Histogram lateness =
      times("serin_tick_lateness_seconds", "How long after it was due a rollout's turn came.");
  private final Histogram looks =
      times("serin_look_duration_seconds", "How long the engine's looks took.", "outcome");
  private final Gauge leases =
      gauge("serin_leases_held", "How many rollouts this node runs by its leases.");
  private final Counter lost =
      counter(
          "serin_leases_lost_total", "Leases that other nodes took, because this one was late.");
  private final Gauge renewed =
      gauge(
          "serin_lease_renewed_timestamp_seconds",
          "When this node renewed its leases last, in seconds since 1970.");
  private final Histogram measurements =
      times(
          "serin_measurement_duration_seconds",
          "How long metric providers took, by their word in manifests.",
          "provider",
          "outcome");
  private final Histogram store =
      times("serin_store_duration_seconds", "How long uses of the store took.", "use", "outcome");
  private final Histogram deliveries =
      times(
          "serin_notification_duration_seconds",
          "How long giving messages to services took, by what came of it.",
          "service",
          "outcome");
  private final Gauge outbox =
      gauge(
          "serin_outbox_messages",
          "Messages in the outbox: transitions that are to be written of, messages that wait, and"
              + " messages that were given up.",
          "state");
  private final Histogram requests =
      times(
          "serin_http_request_duration_seconds",
          "How long requests took, by route and status.",
          "method",
          "route",
          "status");
  private volatile long renewal = System.nanoTime();

  /// @param version of this program
  public ServerMetrics(String version) {
    Info.builder()
        .name("serin_info")
        .help("The version that runs.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
    JvmMetrics.builder().register(registry);
  }

  private Histogram times(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(TIMES)
        .register(registry);
  }

  private Gauge gauge(String name, String help, String... labels) {
    return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  private Counter counter(String name, String help) {
    return Counter.builder().name(name).help(help).register(registry);
  }

  PrometheusRegistry registry() {
    return registry;
  }

  /// How long ago this node renewed its leases, or since it began when it did not yet.
  public Duration sinceRenewal() {
    return Duration.ofNanos(System.nanoTime() - renewal);
  }

  @Override
  public void ticked(Duration late) {
    lateness.observe(seconds(late));
  }

  @Override
  public void looked(Duration took) {
    looks.labelValues("done").observe(seconds(took));
  }

  @Override
  public void lookFailed(Duration took) {
    looks.labelValues("failed").observe(seconds(took));
  }

  @Override
  public void holds(int held) {
    leases.set(held);
  }

  @Override
  public void renewed() {
    renewal = System.nanoTime();
    renewed.set(System.currentTimeMillis() / 1000.0);
  }

  @Override
  public void lost(int count) {
    lost.inc(count);
  }

  @Override
  public void stands(RolloutId id, String strategy, String router, Phase phase) {
    rollouts.stands(id, new RolloutGauges.Standing(strategy, router, phase));
  }

  @Override
  public void left(RolloutId id) {
    rollouts.left(id);
  }

  @Override
  public void measured(String provider, Duration took, boolean answered) {
    measurements.labelValues(provider, outcome(!answered)).observe(seconds(took));
  }

  @Override
  public void used(Use use, Duration took, boolean failed) {
    store.labelValues(use.name().toLowerCase(Locale.ROOT), outcome(failed)).observe(seconds(took));
  }

  @Override
  public void sent(String service, Outcome outcome, Duration took) {
    deliveries.labelValues(service, outcome.name().toLowerCase(Locale.ROOT)).observe(seconds(took));
  }

  @Override
  public void depth(Depth depth) {
    outbox.labelValues("unwritten").set((double) depth.notices());
    outbox.labelValues("waiting").set((double) depth.waiting());
    outbox.labelValues("dead").set((double) depth.dead());
  }

  /// A request was answered.
  ///
  /// @param route its pattern, such as `/api/v1/rollouts/{namespace}/{name}`
  void answered(String method, String route, int status, Duration took) {
    requests.labelValues(method, route, Integer.toString(status)).observe(seconds(took));
  }

  private static String outcome(boolean failed) {
    return failed ? "failed" : "done";
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
