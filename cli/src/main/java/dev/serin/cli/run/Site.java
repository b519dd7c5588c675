package dev.serin.cli.run;

import dev.serin.cli.console.Refusal;
import dev.serin.cli.manifest.Reader;
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
import dev.serin.gateway.GatewayOptions;
import dev.serin.manifest.condition.TimeExpression;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.prometheus.PrometheusProvider;
import dev.serin.providers.web.WebProvider;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The moving parts of a run: gateway, providers and engine.
record Site(
    Gateway gateway, Engine engine, Timeline timeline, HttpCaller http, ExecutorService threads)
    implements AutoCloseable {
  /// The words of the metric providers that answer here.
  static final Set<String> PROVIDERS = Set.of("prometheus", "web", Gateway.KIND);

  private static final String LISTEN = "127.0.0.1:8080";

  /// Opens the gateway and puts an engine on it.
  ///
  /// @throws Refusal when the gateway can not listen
  static Site open(
      Release release, BackendChoice backends, RunOrder.Surroundings around, Shared shared) {
    Gateway gateway = gateway(release, backends, around);
    Timeline timeline = Timeline.real();
    HttpCaller http = new HttpCaller();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Analyst analyst =
        new Analyst(
            new Analyst.Tools(
                providers(http, gateway, around.prometheus()),
                Reader.conditions(),
                shared.secrets()),
            threads,
            timeline);
    Engine engine =
        new Engine(
            new Engine.Parts(shared.store(), gateway, gateway.workload(), analyst, timeline));
    Site site = new Site(gateway, engine, timeline, http, threads);
    site.serve(release, backends.stable().revision(), shared.store());
    return site;
  }

  /// Users get an answer before anything is decided: as it was stored; from the stable revision
  /// when nothing is, or when what was stored names a revision that no backend runs any more.
  private void serve(Release release, Revision stable, RolloutStore store) {
    Optional<RolloutStore.Stored> stored = store.find(release.id());
    if (stored.isPresent()) {
      engine.reassert(release);
    }
    if (gateway.observe(release.id()) instanceof TrafficRouter.Live.Unset) {
      Revision trusted = stored.map(s -> s.status().trusted()).orElse(stable);
      gateway.apply(release.id(), Routing.allTo(trusted));
    }
  }

  /// What a site does not open by itself.
  record Shared(RolloutStore store, Secrets secrets) {}

  private static Gateway gateway(
      Release release, BackendChoice backends, RunOrder.Surroundings around) {
    InetSocketAddress listen =
        HostPort.parse("--listen", Objects.requireNonNullElse(around.listen(), LISTEN));
    GatewayOptions options =
        around.admin() == null
            ? GatewayOptions.DEFAULT
            : GatewayOptions.DEFAULT.withAdmin(HostPort.parse("--admin", around.admin()));
    try {
      return switch (Gateway.open(
          listen, release.id(), List.of(backends.stable(), backends.canary()), options)) {
        case Gateway.Opened.Listening(var gateway) -> gateway;
        case Gateway.Opened.Refused(var why) -> throw new Refusal(why);
      };
    } catch (IllegalArgumentException unusable) {
      throw new Refusal(String.valueOf(unusable.getMessage()));
    }
  }

  private static Map<String, MetricProvider> providers(
      HttpCaller http, Gateway gateway, @Nullable String prometheus) {
    return Map.of(
        "prometheus",
        new PrometheusProvider(
            http, new PrometheusProvider.Addresses(null, prometheus), TimeExpression::evaluate),
        "web",
        new WebProvider(http),
        Gateway.KIND,
        gateway.metrics());
  }

  /// Lets requests in flight end, and stops.
  @Override
  public void close() {
    gateway.close();
    threads.shutdownNow();
    http.close();
  }
}
