package dev.serin.server.site;

import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.Timeline;
import dev.serin.gateway.Gateway;
import dev.serin.manifest.condition.TimeExpression;
import dev.serin.providers.comparison.ComparisonProvider;
import dev.serin.providers.gate.GateProvider;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.kayenta.KayentaProvider;
import dev.serin.providers.prometheus.PrometheusProvider;
import dev.serin.providers.web.WebProvider;
import dev.serin.server.router.Carriers;
import dev.serin.signals.RouterMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The metric providers of a process, by the words that stand for them in a manifest.
///
/// @param ticks for comparisons
record Providers(
    Map<String, MetricProvider> byWord, HttpCaller http, ScheduledExecutorService ticks)
    implements AutoCloseable {
  /// How often comparisons look at what routers counted: so late is a rollback at most.
  private static final Duration TICK = Duration.ofMillis(10);

  /// With very many comparisons a look takes so long that others would not get on: then they look
  /// in a fifth of the time.
  private static final int REST = 4;

  /// Opens them.
  static Providers open(Carriers carriers, Site.Shared shared) {
    HttpCaller http = new HttpCaller(shared.outside().reach());
    Timeline timeline = shared.timeline();
    var addresses = new PrometheusProvider.Addresses(null, shared.outside().prometheus());
    ComparisonProvider comparisons =
        ComparisonProvider.of(http, addresses, carriers, timeline::wake);
    WebProvider web = new WebProvider(http);
    MetricProvider measured = new RouterMetrics(carriers);
    Map<String, MetricProvider> byWord =
        Map.of(
            "prometheus",
            new PrometheusProvider(http, addresses, TimeExpression::evaluate),
            KayentaProvider.KIND,
            new KayentaProvider(http, addresses, web),
            "web",
            web,
            RouterMetrics.KIND,
            measured,
            Gateway.KIND,
            measured,
            ComparisonProvider.KIND,
            comparisons,
            ProviderConfig.GATE,
            new GateProvider(http, shared.store()::find));
    Map<String, MetricProvider> counted = new HashMap<>();
    byWord.forEach(
        (word, it) -> counted.put(word, new CountedProvider(it, word, shared.metrics())));
    return new Providers(counted, http, ticks(comparisons, timeline));
  }

  private static ScheduledExecutorService ticks(ComparisonProvider comparisons, Timeline timeline) {
    ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("comparisons").factory());
    next(ticks, comparisons, timeline, TICK);
    return ticks;
  }

  private static void next(
      ScheduledExecutorService ticks,
      ComparisonProvider comparisons,
      Timeline timeline,
      Duration in) {
    if (ticks.isShutdown()) {
      return;
    }
    var _ =
        ticks.schedule(
            () -> {
              long began = System.nanoTime();
              try {
                comparisons.tick(timeline.instant());
              } finally {
                Duration rest = Duration.ofNanos(System.nanoTime() - began).multipliedBy(REST);
                next(ticks, comparisons, timeline, rest.compareTo(TICK) > 0 ? rest : TICK);
              }
            },
            in.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    http.close();
  }
}
