package dev.serin.core.engine;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Routing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A router in memory: it does what it is asked at once, unless it is told to refuse.
public final class FakeRouter implements TrafficRouter {
  private final Map<RolloutId, Routing> routings = new HashMap<>();
  private final List<Routing> applied = new ArrayList<>();
  private String refusal = "";

  /// Every routing that it changed to, oldest first.
  public List<Routing> applied() {
    return applied;
  }

  /// Refuses everything from now on; an empty reason ends that.
  public void refuse(String why) {
    refusal = why;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public Live observe(RolloutId rollout) {
    Routing routing = routings.get(rollout);
    return routing == null ? new Live.Unset() : routed(routing);
  }

  @Override
  public Live apply(RolloutId rollout, Routing desired) {
    if (!refusal.isEmpty()) {
      return new Live.Unavailable(refusal);
    }
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
