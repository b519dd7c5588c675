package dev.serin.gateway;

import com.google.re2j.PatternSyntaxException;
import dev.serin.core.engine.Backend;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.gateway.pool.Backends;
import dev.serin.gateway.pool.EndpointPool;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.proxy.Switchboard;
import dev.serin.gateway.route.RouteTable;
import dev.serin.gateway.route.Side;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.signals.Role;
import dev.serin.gateway.signals.Series;
import dev.serin.gateway.signals.Signals;
import dev.serin.gateway.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 proxy that splits the traffic of one rollout between two revisions, and measures
/// both.
///
/// It is the rollout's router itself; [#workload()] says which revisions can take traffic,
/// [#metrics()] answers the provider `serin/gateway`, and [#traffic()] feeds comparisons. It may be
/// used by many threads.
public final class Gateway implements TrafficRouter, AutoCloseable {
  /// Its word in a manifest, as a router and as a provider.
  public static final String KIND = "serin/gateway";

  private final RolloutId rollout;
  private final Switchboard switchboard;
  private final Machine machine;
  private boolean released;
  private long changes;

  private Gateway(RolloutId rollout, Switchboard switchboard, Machine machine) {
    this.rollout = rollout;
    this.switchboard = switchboard;
    this.machine = machine;
  }

  /// What opening a gateway came to.
  public sealed interface Opened {
    /// It listens; clients wait, unanswered, until the first routing is applied.
    record Listening(Gateway gateway) implements Opened {}

    /// It can not listen.
    ///
    /// @param why with the address and what would help
    record Refused(String why) implements Opened {}
  }

  /// Opens a gateway.
  ///
  /// @param backends may be none, or lack revisions: see [#backends(List)]
  /// @throws IllegalArgumentException when a revision has two backends, or a URL can not be
  /// served
  public static Opened open(RolloutId rollout, List<Backend> backends, GatewayOptions options) {
    Switchboard switchboard = new Switchboard(options);
    switchboard.use(Backends.none().replacedBy(backends));
    Machine machine = new Machine(switchboard, Transport.best());
    Optional<String> refusal =
        machine.open(new AdminHandler(new MetricsPage(rollout, switchboard), switchboard));
    if (refusal.isPresent()) {
      machine.stop();
      return new Opened.Refused(refusal.get());
    }
    machine.start();
    return new Opened.Listening(new Gateway(rollout, switchboard, machine));
  }

  /// Where clients come in.
  public InetSocketAddress address() {
    return machine.address();
  }

  /// Where `/metrics` and `/healthz` are.
  public InetSocketAddress adminAddress() {
    return machine.adminAddress();
  }

  /// Uses these backends from now on. Endpoints that stay keep their health and connections;
  /// requests in flight to those that go are finished.
  ///
  /// @throws IllegalArgumentException when a revision that gets traffic would have no backend, a
  ///     revision has two, or a URL can not be served
  public synchronized void backends(List<Backend> backends) {
    Backends next = switchboard.backends().replacedBy(backends);
    RouteTable table = switchboard.table();
    if (table != null) {
      Optional<Revision> missing = missing(next, table.routing());
      if (missing.isPresent()) {
        throw new IllegalArgumentException(
            "revision %s gets traffic and needs a backend, but the backends run only %s"
                .formatted(missing.get(), next.names()));
      }
    }
    Set<LiveEndpoint> before = switchboard.endpoints();
    switchboard.use(next);
    if (table != null) {
      switchboard.put(table(table.routing(), table.etag()));
    }
    before.stream()
        .filter(endpoint -> !switchboard.endpoints().contains(endpoint))
        .forEach(LiveEndpoint::retire);
    machine.watchEndpoints();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public synchronized Live observe(RolloutId asked) {
    RouteTable table = switchboard.table();
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    return table == null || released ? new Live.Unset() : live(table);
  }

  /// Routes so from the next request on; requests in flight are not touched.
  @Override
  public synchronized Live apply(RolloutId asked, Routing desired) {
    if (!asked.equals(rollout)) {
      return wrongRollout(asked);
    }
    Optional<Revision> missing = missing(switchboard.backends(), desired);
    if (missing.isPresent()) {
      return new Live.Unavailable(
          "revision %s has no backend on the gateway at %s, whose backends run %s; add a Backend with this version"
              .formatted(missing.get(), where(), switchboard.backends().names()));
    }
    RouteTable table = switchboard.table();
    if (table != null && !released && table.routing().equals(desired)) {
      return live(table);
    }
    try {
      RouteTable next = table(desired, "gateway-" + (changes + 1));
      changes++;
      released = false;
      switchboard.put(next);
      machine.letIn();
      return live(next);
    } catch (PatternSyntaxException broken) {
      return new Live.Unavailable(
          "a route has a pattern that is no RE2 regular expression: " + broken.getMessage());
    }
  }

  /// Forgets the rollout's routes: everything goes to its stable revision, so that no user is
  /// turned away.
  @Override
  public synchronized void release(RolloutId asked) {
    RouteTable table = switchboard.table();
    if (asked.equals(rollout) && table != null && !released) {
      released = true;
      changes++;
      switchboard.put(table(Routing.allTo(table.routing().stable()), "gateway-" + changes));
    }
  }

  /// Which revisions can take traffic, by the checks of their endpoints.
  public Workload workload() {
    return (asked, revision) -> {
      if (!asked.equals(rollout)) {
        return new Workload.Health.Unavailable(
            "the gateway at %s serves rollout %s, not %s".formatted(where(), rollout, asked));
      }
      EndpointPool pool = switchboard.backends().of(revision);
      return pool == null
          ? new Workload.Health.Unavailable(
              "no backend runs revision %s; the backends run %s"
                  .formatted(revision, switchboard.backends().names()))
          : pool.health();
    };
  }

  /// What is wrong with settings of the provider `serin/gateway`, and what is right; empty when
  /// they can be used. Arguments must have been put in.
  public static Optional<String> problem(Map<String, Object> settings) {
    return GatewayMetrics.problem(settings);
  }

  /// True when it is known whether the revision can take traffic: before its first checks have
  /// ended, [#workload()] calls it unavailable. A revision without a backend needs none.
  public boolean checked(Revision revision) {
    EndpointPool pool = switchboard.backends().of(revision);
    return pool == null || pool.checked();
  }

  /// The provider `serin/gateway`.
  public MetricProvider metrics() {
    return new GatewayMetrics(rollout, this::signals, workload());
  }

  /// What comparisons live on: what both sides served.
  public TrafficSignals traffic() {
    return new GatewayTraffic(rollout, switchboard);
  }

  /// What was counted until now.
  ///
  /// @param window how far back the recent numbers go, in whole seconds
  /// @throws IllegalArgumentException when the window is not 1 s to 10 min
  public Signals signals(Duration window) {
    if (window.toSeconds() < 1 || window.compareTo(Series.KEPT) > 0) {
      throw new IllegalArgumentException("a window must be 1s to 10m, but is " + window);
    }
    return switchboard.book().snapshot(window, switchboard.routed());
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

  private Live live(RouteTable table) {
    return new Live.Routed(table.routing(), table.routing().weight(), table.etag());
  }

  private Live wrongRollout(RolloutId asked) {
    return new Live.Unavailable(
        "the gateway at %s serves rollout %s, not %s".formatted(where(), rollout, asked));
  }

  private String where() {
    return address().getHostString() + ":" + address().getPort();
  }

  private static Optional<Revision> missing(Backends backends, Routing routing) {
    return java.util.stream.Stream.of(routing.stable(), routing.canary())
        .filter(revision -> backends.of(revision) == null)
        .findFirst();
  }

  private RouteTable table(Routing routing, String etag) {
    RouteTable.Sides sides =
        new RouteTable.Sides(
            etag, side(Role.STABLE, routing.stable()), side(Role.CANARY, routing.canary()));
    return RouteTable.of(rollout, routing, switchboard.options().stickiness(), sides);
  }

  private Side side(Role role, Revision revision) {
    @Nullable EndpointPool pool = switchboard.backends().of(revision);
    if (pool == null) {
      throw new IllegalStateException("revision " + revision + " has no backend");
    }
    return new Side(role, revision, pool, switchboard.book().open(role, revision));
  }
}
