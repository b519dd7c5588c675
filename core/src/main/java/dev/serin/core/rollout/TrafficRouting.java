package dev.serin.core.rollout;

import java.util.List;
import java.util.Map;

/// How a canary's traffic is split.
///
/// @param routers each router's word in the manifest (`nginx`, `serin/gateway`, ...) with its
///     settings, a tree of maps, lists, strings, numbers and booleans; empty when the manifest
///     names none
/// @param managedRoutes the routes that header and mirror steps may set, most important first
/// @param maxWeight what a `setWeight` step calls everything; 100 unless the manifest says
/// otherwise
public record TrafficRouting(
    Map<String, Object> routers, List<String> managedRoutes, int maxWeight) {
  /// No router named: what runs the rollout chooses.
  public static final TrafficRouting UNNAMED = new TrafficRouting(Map.of(), List.of(), 100);

  /// Copies its collections.
  public TrafficRouting {
    routers = Map.copyOf(routers);
    managedRoutes = List.copyOf(managedRoutes);
  }
}
