package dev.serin.gateway;

import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.route.Directory;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rollouts on a gateway. Changed by one thread at a time; may be asked by many.
final class Tenants {
  /// So many are named in a message.
  private static final int NAMED = 10;

  private final Directory directory;
  private final Map<RolloutId, Tenant> byRollout = new ConcurrentHashMap<>();
  private final Map<Long, Tenant> byArrival = new ConcurrentSkipListMap<>();
  private long arrivals;

  /// @param directory where they are found
  Tenants(Directory directory) {
    this.directory = directory;
  }

  /// Adds one.
  ///
  /// @throws IllegalArgumentException when it is there already, or where it is to be served
  /// another one is
  void add(Tenant tenant) {
    if (byRollout.containsKey(tenant.rollout())) {
      throw new IllegalArgumentException(
          "rollout " + tenant.rollout() + " is served by this gateway already");
    }
    directory.add(tenant.listings());
    byRollout.put(tenant.rollout(), tenant);
    byArrival.put(arrivals++, tenant);
  }

  /// Takes one away.
  ///
  /// @return it; null when it is not there
  @Nullable Tenant remove(RolloutId rollout) {
    Tenant tenant = byRollout.remove(rollout);
    if (tenant != null) {
      byArrival.values().remove(tenant);
      directory.remove(tenant.listings());
    }
    return tenant;
  }

  @Nullable Tenant find(RolloutId rollout) {
    return byRollout.get(rollout);
  }

  /// In the order in which they were added.
  Collection<Tenant> all() {
    return byArrival.values();
  }

  /// What is said of a rollout that is not here.
  String unknown(RolloutId asked) {
    int more = byRollout.size() - NAMED;
    String names =
        all().stream()
            .limit(NAMED)
            .map(tenant -> tenant.rollout().toString())
            .collect(Collectors.joining(", "));
    return "this gateway serves %s%s, not rollout %s; ask the gateway of that rollout"
        .formatted(
            names.isEmpty() ? "no rollout" : "rollout " + names,
            more > 0 ? " and " + more + " more" : "",
            asked);
  }

  /// True when each has a routing.
  boolean routed() {
    return all().stream().allMatch(tenant -> tenant.table() != null);
  }
}
