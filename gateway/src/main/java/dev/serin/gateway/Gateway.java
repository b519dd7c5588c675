package dev.serin.gateway;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.Backend;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.pool.Backends;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.proxy.Switchboard;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.transport.Transport;
import dev.serin.signals.RouterMetrics;
import dev.serin.signals.Series;
import dev.serin.signals.Signals;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An HTTP proxy that splits the traffic of each of its rollouts between two revisions, and
/// measures both.
///
/// It is the rollouts' router itself; [#workload()] says which revisions can take traffic, and
/// [#traffic()] feeds comparisons. It may be used by many threads.
public final class Gateway implements TrafficRouter, AutoCloseable {
  /// Its word in a manifest.
  public static final String KIND = "serin/gateway";

  private final Switchboard switchboard;
  private final Tenants tenants;
  private final Machine machine;
  private volatile boolean open;

  private Gateway(Switchboard switchboard, Tenants tenants, Machine machine) {
    this.switchboard = switchboard;
    this.tenants = tenants;
    this.machine = machine;
  }

  /// What opening a gateway came to.
  public sealed interface Opened {
    /// It listens; clients wait, unanswered, until the first routing of each rollout is applied.
    record Listening(Gateway gateway) implements Opened {}

    /// It can not listen.
    ///
    /// @param why with the address and what would help
    record Refused(String why) implements Opened {}
  }

  /// Opens a gateway that serves no rollout yet: see [#serve].
  public static Opened open(GatewayOptions options) {
    Switchboard switchboard = new Switchboard(options);
    Tenants tenants = new Tenants(switchboard.directory());
    Machine machine = new Machine(switchboard, Transport.best());
    Optional<String> refusal =
        machine.open(
            new AdminHandler(
                new MetricsPage(tenants, switchboard, new DoorMetrics(machine)), switchboard));
    if (refusal.isPresent()) {
      machine.stop();
      return new Opened.Refused(refusal.get());
    }
    machine.start(() -> tenants.all().forEach(Tenant::collect));
    return new Opened.Listening(new Gateway(switchboard, tenants, machine));
  }

  /// Where clients come in: the first entrance.
  public InetSocketAddress address() {
    return addresses().getFirst();
  }

  /// All entrances, in the order of the options.
  public List<InetSocketAddress> addresses() {
    return machine.doors().addresses();
  }

  /// Where `/metrics` and `/healthz` are.
  public InetSocketAddress adminAddress() {
    return machine.adminAddress();
  }

  /// Serves a rollout too. Until its first routing is applied its clients wait, or are answered 503
  /// when others have been let in.
  ///
  /// @throws IllegalArgumentException when it is served already, another one is served at one of
  ///     its places, a revision has two backends, or a URL can not be served
  public void serve(Hosted hosted) {
    Tenant tenant = new Tenant(hosted, switchboard.options());
    synchronized (this) {
      tenants.add(tenant);
      machine.checker().begin(tenant.backends().endpoints());
    }
  }

  /// Serves a rollout no more: its clients are answered 404 from the next request on, and requests
  /// in flight may go on for as long as a handover takes. Does nothing when it is not served.
  public synchronized void withdraw(RolloutId rollout) {
    if (!switchboard.draining()) {
      Tenant gone = tenants.remove(rollout);
      if (gone != null) {
        retire(gone.backends().endpoints());
      }
    }
  }

  /// Lets clients in, though perhaps not each rollout has a routing yet.
  public void letIn() {
    open = true;
    machine.doors().letIn();
  }

  /// Uses these backends of a rollout from now on. Endpoints that stay keep their health and
  /// connections; requests in flight to those that go may go on for as long as a handover takes. A
  /// canary that none of them runs any more gets no traffic from now on.
  ///
  /// @throws IllegalArgumentException when the rollout is not served, the stable revision would
  ///     have no backend, a revision has two, or a URL can not be served
  public void backends(RolloutId rollout, List<Backend> backends) {
    Tenant tenant = tenant(rollout);
    synchronized (tenant) {
      Set<LiveEndpoint> before = tenant.backends().endpoints();
      // Looks names up, which may take long: no change of a weight shall wait for that.
      Backends next = tenant.backends().replacedBy(backends);
      synchronized (this) {
        tenant.use(next);
        if (tenants.find(rollout) != tenant) {
          return;
        }
        Set<LiveEndpoint> now = next.endpoints();
        retire(before.stream().filter(endpoint -> !now.contains(endpoint)).toList());
        machine
            .checker()
            .begin(now.stream().filter(endpoint -> !before.contains(endpoint)).toList());
      }
    }
  }

  private void retire(Collection<LiveEndpoint> endpoints) {
    endpoints.forEach(LiveEndpoint::retire);
    machine.checker().end(endpoints);
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public Live observe(RolloutId rollout) {
    Tenant tenant = tenants.find(rollout);
    return tenant == null ? new Live.Unavailable(tenants.unknown(rollout)) : tenant.observe();
  }

  /// Routes so from the next request on; requests in flight are not touched.
  @Override
  public synchronized Live apply(RolloutId rollout, Routing desired) {
    Tenant tenant = tenants.find(rollout);
    if (tenant == null) {
      return new Live.Unavailable(tenants.unknown(rollout));
    }
    Live live = tenant.apply(desired, address().getHostString() + ":" + address().getPort());
    if (!open && tenants.routed()) {
      letIn();
    }
    return live;
  }

  /// Forgets the rollout's routes: everything goes to its stable revision, so that no user is
  /// turned away.
  @Override
  public synchronized void release(RolloutId rollout) {
    Tenant tenant = tenants.find(rollout);
    if (tenant != null) {
      tenant.release();
    }
  }

  /// Which revisions can take traffic, by the checks of their endpoints.
  public Workload workload() {
    return (rollout, revision) -> {
      Tenant tenant = tenants.find(rollout);
      return tenant == null
          ? new Workload.Health.Unavailable(tenants.unknown(rollout))
          : tenant.health(revision);
    };
  }

  /// True when it is known whether the revision can take traffic: before its first checks have
  /// ended, [#workload()] calls it unavailable. A revision without a backend needs none.
  ///
  /// @throws IllegalArgumentException when the rollout is not served
  public boolean checked(RolloutId rollout, Revision revision) {
    return tenant(rollout).checked(revision);
  }

  /// What was measured, for metrics that are no comparisons.
  public RouterMetrics.Source measured() {
    return new RouterMetrics.Source() {
      @Override
      public Checked<Signals> signals(RolloutId rollout, Duration window) {
        Tenant tenant = tenants.find(rollout);
        return tenant == null
            ? new Checked.Invalid<>(tenants.unknown(rollout))
            : new Checked.Valid<>(tenant.signals(window));
      }

      @Override
      public Workload.Health health(RolloutId rollout, Revision revision) {
        return workload().health(rollout, revision);
      }
    };
  }

  /// What comparisons live on: what both sides served.
  public TrafficSignals traffic() {
    return new GatewayTraffic(tenants);
  }

  /// What was counted of a rollout until now.
  ///
  /// @param window how far back the recent numbers go, in whole seconds
  /// @throws IllegalArgumentException when the rollout is not served, or the window is not 1 s to
  ///     10 min
  public Signals signals(RolloutId rollout, Duration window) {
    if (window.toSeconds() < 1 || window.compareTo(Series.KEPT) > 0) {
      throw new IllegalArgumentException("a window must be 1s to 10m, but is " + window);
    }
    return tenant(rollout).signals(window);
  }

  private Tenant tenant(RolloutId rollout) {
    Tenant tenant = tenants.find(rollout);
    if (tenant == null) {
      throw new IllegalArgumentException(tenants.unknown(rollout));
    }
    return tenant;
  }

  /// Takes no more connections, lets requests in flight end for as long as the options say, and
  /// stops.
  @Override
  public synchronized void close() {
    if (switchboard.draining()) {
      return;
    }
    switchboard.drain();
    machine.drain();
    machine.stop();
  }
}
