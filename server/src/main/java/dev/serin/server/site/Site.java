package dev.serin.server.site;

import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.Analyst;
import dev.serin.core.engine.Engine;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.engine.Timeline;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.Gateway;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.comparison.ComparisonProvider;
import dev.serin.providers.kayenta.KayentaProvider;
import dev.serin.server.Refusal;
import dev.serin.server.manifest.Reader;
import dev.serin.server.metrics.NodeMetrics;
import dev.serin.server.router.Carrier;
import dev.serin.server.router.Carriers;
import dev.serin.signals.RouterMetrics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// The moving parts that run rollouts in this process: routers, providers and engine.
public final class Site implements AutoCloseable {
  /// The words of the metric providers that answer here; what routers measured is found under the
  /// gateway's word too.
  public static final Set<String> PROVIDERS =
      Set.of(
          "prometheus",
          "web",
          RouterMetrics.KIND,
          Gateway.KIND,
          ComparisonProvider.KIND,
          KayentaProvider.KIND,
          ProviderConfig.GATE);

  private final Fronts fronts;
  private final Shared shared;
  private final Providers providers;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final TrafficRouter router;
  private final Engine engine;

  private Site(Fronts fronts, Shared shared) {
    this.fronts = fronts;
    this.shared = shared;
    Carriers carriers = fronts.carriers();
    this.router = new Fence(carriers, shared.mine());
    this.providers = Providers.open(carriers, shared);
    Analyst analyst =
        new Analyst(
            new Analyst.Tools(providers.byWord(), Reader.conditions(), shared.outside().secrets()),
            threads,
            shared.timeline());
    this.engine =
        new Engine(new Engine.Parts(shared.store(), router, carriers, analyst, shared.timeline()));
  }

  /// What a site does not open by itself.
  ///
  /// @param mine whether this process may move a rollout's traffic now
  public record Shared(
      RolloutStore store,
      Outside outside,
      Timeline timeline,
      Predicate<RolloutId> mine,
      NodeMetrics metrics) {
    /// Of a process that shares its rollouts with nobody.
    public Shared(RolloutStore store, Outside outside) {
      this(store, outside, Timeline.real(), _ -> true, NodeMetrics.NONE);
    }
  }

  /// Opens the routers and puts an engine on them.
  ///
  /// @throws Refusal when one of them can not be reached, or not serve what it is to serve
  public static Site open(List<Hosting> rollouts, GatewayOptions options, Shared shared) {
    Site site = new Site(Fronts.open(rollouts, options), shared);
    rollouts.forEach(site::admit);
    return site;
  }

  /// Opens a gateway, and an engine for rollouts that come later: see [#serve].
  ///
  /// @throws Refusal when the gateway can not listen
  public static Site empty(GatewayOptions options, Shared shared) {
    return new Site(Fronts.empty(options), shared);
  }

  /// Carries a rollout too, as it was stored.
  ///
  /// @throws Refusal when its router can not be reached, or not serve what it is to serve
  /// @throws RolloutStore.StoreException when it can not be known how it was stored; it is not
  ///     carried then
  public Carrier serve(Hosting hosting) {
    Carrier carrier = fronts.add(hosting);
    try {
      admit(hosting);
    } catch (RuntimeException failed) {
      withdraw(hosting.id());
      throw failed;
    }
    return carrier;
  }

  /// Carries a rollout no more, and forgets what is under way for it.
  public void withdraw(RolloutId rollout) {
    engine.forget(rollout);
    fronts.remove(rollout);
  }

  /// Users get an answer before anything is decided: as it was stored; from the stable revision
  /// when nothing is, or when what was stored names a revision that no backend runs any more.
  private void admit(Hosting hosting) {
    Release release = hosting.release();
    Optional<RolloutStore.Stored> stored = shared.store().find(release.id());
    if (stored.isPresent()) {
      engine.reassert(release);
    }
    if (router.observe(release.id()) instanceof TrafficRouter.Live.Unset) {
      Revision trusted =
          stored.map(s -> s.status().trusted()).orElse(hosting.backends().stable().revision());
      router.apply(release.id(), Routing.allTo(trusted));
    }
  }

  /// Lets the gateway's clients in, though perhaps not each rollout has a routing yet.
  public void letIn() {
    Gateway gateway = fronts.gateway();
    if (gateway != null) {
      gateway.letIn();
    }
  }

  /// Decides for all rollouts that are carried here.
  public Engine engine() {
    return engine;
  }

  /// The time that it runs in.
  public Timeline timeline() {
    return shared.timeline();
  }

  /// What carries the users of each rollout.
  public Carriers carriers() {
    return fronts.carriers();
  }

  /// Lets requests in flight end, and stops.
  @Override
  public void close() {
    fronts.close();
    threads.shutdownNow();
    providers.close();
  }
}
