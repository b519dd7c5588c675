package dev.serin.server.site;

import dev.serin.core.analysis.Secrets;
import dev.serin.core.engine.Analyst;
import dev.serin.core.engine.Engine;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.engine.Timeline;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.Gateway;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.manifest.condition.TimeExpression;
import dev.serin.providers.comparison.ComparisonProvider;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.kayenta.KayentaProvider;
import dev.serin.providers.prometheus.PrometheusProvider;
import dev.serin.providers.web.WebProvider;
import dev.serin.server.Refusal;
import dev.serin.server.manifest.Reader;
import dev.serin.server.router.Carriers;
import dev.serin.signals.RouterMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The moving parts of a run: routers, providers and engine.
///
/// @param threads for measurements
/// @param ticks for comparisons
public record Site(
    Fronts fronts,
    Engine engine,
    Timeline timeline,
    HttpCaller http,
    ExecutorService threads,
    ScheduledExecutorService ticks)
    implements AutoCloseable {
  /// The words of the metric providers that answer here; what routers measured is found under the
  /// gateway's word too.
  public static final Set<String> PROVIDERS =
      Set.of(
          "prometheus",
          "web",
          RouterMetrics.KIND,
          Gateway.KIND,
          ComparisonProvider.KIND,
          KayentaProvider.KIND);

  /// How often comparisons look at what routers counted: so late is a rollback at most.
  private static final Duration TICK = Duration.ofMillis(10);

  /// Opens the routers and puts an engine on them.
  ///
  /// @throws Refusal when one of them can not be reached, or not serve what it is to serve
  public static Site open(List<Hosting> rollouts, GatewayOptions options, Shared shared) {
    Fronts fronts = Fronts.open(rollouts, options);
    Carriers carriers = fronts.carriers();
    Timeline timeline = Timeline.real();
    HttpCaller http = new HttpCaller();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    var addresses = new PrometheusProvider.Addresses(null, shared.prometheus());
    ComparisonProvider comparisons =
        ComparisonProvider.of(http, addresses, carriers, timeline::wake);
    WebProvider web = new WebProvider(http);
    MetricProvider measured = new RouterMetrics(carriers);
    Analyst analyst =
        new Analyst(
            new Analyst.Tools(
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
                    comparisons),
                Reader.conditions(),
                shared.secrets()),
            threads,
            timeline);
    Engine engine =
        new Engine(new Engine.Parts(shared.store(), carriers, carriers, analyst, timeline));
    Site site = new Site(fronts, engine, timeline, http, threads, ticks(comparisons, timeline));
    rollouts.forEach(hosting -> site.serve(hosting, shared.store()));
    return site;
  }

  public Carriers carriers() {
    return fronts.carriers();
  }

  /// Users get an answer before anything is decided: as it was stored; from the stable revision
  /// when nothing is, or when what was stored names a revision that no backend runs any more.
  private void serve(Hosting hosting, RolloutStore store) {
    Release release = hosting.release();
    Optional<RolloutStore.Stored> stored = store.find(release.id());
    if (stored.isPresent()) {
      engine.reassert(release);
    }
    if (carriers().observe(release.id()) instanceof TrafficRouter.Live.Unset) {
      Revision trusted =
          stored.map(s -> s.status().trusted()).orElse(hosting.backends().stable().revision());
      carriers().apply(release.id(), Routing.allTo(trusted));
    }
  }

  /// What a site does not open by itself.
  ///
  /// @param prometheus the address to ask in place of the manifests'; null for theirs
  public record Shared(RolloutStore store, Secrets secrets, @Nullable String prometheus) {}

  private static ScheduledExecutorService ticks(ComparisonProvider comparisons, Timeline timeline) {
    ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("comparisons").factory());
    var _ =
        ticks.scheduleWithFixedDelay(
            () -> comparisons.tick(timeline.instant()),
            TICK.toMillis(),
            TICK.toMillis(),
            TimeUnit.MILLISECONDS);
    return ticks;
  }

  /// Lets requests in flight end, and stops.
  @Override
  public void close() {
    fronts.close();
    ticks.shutdownNow();
    threads.shutdownNow();
    http.close();
  }
}
