package dev.serin.server.router;

import dev.serin.core.analysis.Checked;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.signals.RouterMetrics;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The carriers of all rollouts of a process, as an engine sees them: each rollout is steered,
/// watched and counted by its own.
public final class Carriers
    implements TrafficRouter, Workload, TrafficSignals, RouterMetrics.Source {
  private final Map<RolloutId, Carrier> carriers = new ConcurrentHashMap<>();

  /// A rollout is carried so from now on.
  public void put(RolloutId rollout, Carrier carrier) {
    carriers.put(rollout, carrier);
  }

  /// Closes the carrier of a rollout; does nothing when it has none.
  public void remove(RolloutId rollout) {
    Carrier carrier = carriers.remove(rollout);
    if (carrier != null) {
      carrier.close();
    }
  }

  /// The carrier of a rollout.
  ///
  /// @throws IllegalArgumentException when it has none here
  public Carrier of(RolloutId rollout) {
    return find(rollout).orElseThrow(() -> new IllegalArgumentException(unknown(rollout)));
  }

  /// The carrier of a rollout, if it has one here.
  public Optional<Carrier> find(RolloutId rollout) {
    return Optional.ofNullable(carriers.get(rollout));
  }

  private static String unknown(RolloutId rollout) {
    return "rollout " + rollout + " is not carried here";
  }

  /// What at least one of them can do; a rollout is admitted by what its own can.
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    carriers.values().forEach(carrier -> all.addAll(carrier.router().capabilities()));
    return all;
  }

  @Override
  public Live observe(RolloutId rollout) {
    return find(rollout)
        .map(carrier -> carrier.router().observe(rollout))
        .orElseGet(() -> new Live.Unavailable(unknown(rollout)));
  }

  @Override
  public Live apply(RolloutId rollout, Routing desired) {
    return find(rollout)
        .map(carrier -> carrier.router().apply(rollout, desired))
        .orElseGet(() -> new Live.Unavailable(unknown(rollout)));
  }

  @Override
  public void release(RolloutId rollout) {
    find(rollout).ifPresent(carrier -> carrier.router().release(rollout));
  }

  @Override
  public Health health(RolloutId rollout, Revision revision) {
    return find(rollout)
        .map(carrier -> carrier.health(revision))
        .orElseGet(() -> new Health.Unavailable(unknown(rollout)));
  }

  @Override
  public Counted counted(RolloutId rollout) {
    return find(rollout)
        .map(Carrier::counted)
        .orElseGet(() -> new Counted.Nothing(unknown(rollout)));
  }

  @Override
  public Checked<Signals> signals(RolloutId rollout, Duration window) {
    @Nullable Carrier carrier = carriers.get(rollout);
    return carrier == null
        ? new Checked.Invalid<>(unknown(rollout))
        : new Checked.Valid<>(carrier.signals(window));
  }

  /// Closes all.
  public void close() {
    carriers.values().forEach(Carrier::close);
  }
}
