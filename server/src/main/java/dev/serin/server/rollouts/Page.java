package dev.serin.server.rollouts;

import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of the list of all rollouts, in the order of namespaces and names.
///
/// @param next goes into the next page's [Filter#after()]; null when this is the last
public record Page(List<Item> items, @Nullable RolloutId next) {
  /// Copies its list.
  public Page {
    items = List.copyOf(items);
  }

  /// A rollout in the list.
  public record Item(RolloutId id, Summary summary, long version, Instant updatedAt) {}
}
