package dev.serin.providers.comparison;

import java.util.Map;

/// What counters grew by and was not counted yet: parts of one, and failures whose requests are
/// still to be seen.
final class Pending {
  private Pending() {}

  /// Adds an increase, and takes all whole ones.
  ///
  /// @param most that may be taken
  static long take(Map<String, Double> pending, String name, double increase, long most) {
    double held = pending.getOrDefault(name, 0.0) + increase;
    long taken = Math.clamp((long) Math.floor(held), 0, most);
    pending.put(name, held - taken);
    return taken;
  }
}
