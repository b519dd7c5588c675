package dev.serin.gateway;

import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.route.Directory;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rollouts on a gateway. Changed by one thread at a time; may be asked by many.
final class Tenants {
  private volatile Map<RolloutId, Tenant> byRollout = Map.of();

  /// Adds one.
  ///
  /// @throws IllegalArgumentException when it is there already, or where it is to be served
  /// another one is
  void add(Tenant tenant) {
    Map<RolloutId, Tenant> next = new LinkedHashMap<>(byRollout);
    if (next.put(tenant.rollout(), tenant) != null) {
      throw new IllegalArgumentException(
          "rollout " + tenant.rollout() + " is served by this gateway already");
    }
    var _ = directory(next.values());
    byRollout = Collections.unmodifiableMap(next);
  }

  /// Takes one away.
  ///
  /// @return false when it is not there
  boolean remove(RolloutId rollout) {
    Map<RolloutId, Tenant> next = new LinkedHashMap<>(byRollout);
    boolean there = next.remove(rollout) != null;
    byRollout = Collections.unmodifiableMap(next);
    return there;
  }

  @Nullable Tenant find(RolloutId rollout) {
    return byRollout.get(rollout);
  }

  /// In the order in which they were added.
  Collection<Tenant> all() {
    return byRollout.values();
  }

  /// What is said of a rollout that is not here.
  String unknown(RolloutId asked) {
    String names =
        byRollout.keySet().stream().map(RolloutId::toString).collect(Collectors.joining(", "));
    return "this gateway serves %s, not rollout %s; ask the gateway of that rollout"
        .formatted(names.isEmpty() ? "no rollout" : "rollout " + names, asked);
  }

  /// True when each has a routing.
  boolean routed() {
    return all().stream().allMatch(tenant -> tenant.table() != null);
  }

  Directory directory() {
    return directory(all());
  }

  private static Directory directory(Collection<Tenant> tenants) {
    return new Directory(tenants.stream().flatMap(Tenant::listings).toList());
  }

  Set<LiveEndpoint> endpoints() {
    return all().stream()
        .flatMap(tenant -> tenant.backends().endpoints().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
