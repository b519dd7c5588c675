package dev.serin.core.engine;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A router in memory: it does what it is asked at once, unless it is told to refuse, and somebody
/// else can change it.
public final class FakeRouter implements TrafficRouter {
  private final Map<RolloutId, Routing> routings = new HashMap<>();
  private final List<Routing> applied = new ArrayList<>();
  private final Map<RolloutId, Live.Drifted> drifts = new HashMap<>();
  private String refusal = "";
  private String outage = "";

  /// Every routing that it changed to, oldest first.
  public List<Routing> applied() {
    return applied;
  }

  /// Refuses everything from now on; an empty reason ends that.
  public void refuse(String why) {
    refusal = why;
  }

  /// It can not be asked from now on; an empty reason ends that.
  public void fail(String why) {
    outage = why;
  }

  /// Somebody else sets another weight.
  public void drift(RolloutId rollout, Weight weight, OnDrift answer) {
    Routing now = Objects.requireNonNull(routings.get(rollout));
    Routing next = new Routing(now.stable(), now.canary(), weight, now.headers(), now.mirrors());
    drifts.put(rollout, new Live.Drifted(next, weight, "the weight is " + weight, answer));
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public Live observe(RolloutId rollout) {
    if (!outage.isEmpty()) {
      return new Live.Unavailable(outage);
    }
    Live.Drifted drifted = drifts.get(rollout);
    if (drifted != null) {
      return drifted;
    }
    Routing routing = routings.get(rollout);
    return routing == null ? new Live.Unset() : routed(routing);
  }

  @Override
  public Live apply(RolloutId rollout, Routing desired) {
    if (!refusal.isEmpty() || !outage.isEmpty()) {
      return new Live.Unavailable(refusal + outage);
    }
    drifts.remove(rollout);
    if (!desired.equals(routings.put(rollout, desired))) {
      applied.add(desired);
    }
    return routed(desired);
  }

  @Override
  public void release(RolloutId rollout) {
    routings.remove(rollout);
  }

  private Live routed(Routing routing) {
    return new Live.Routed(routing, routing.weight(), String.valueOf(applied.size()));
  }
}
