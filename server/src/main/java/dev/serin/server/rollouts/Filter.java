package dev.serin.server.rollouts;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which rollouts are listed.
///
/// @param namespaces only these; empty for all
/// @param phase only these; null for all
/// @param text is found in the name; empty for all
/// @param after the last one of the page before; null for the first page
/// @param limit how many at most, 1 to 1000
public record Filter(
    Set<String> namespaces,
    @Nullable Phase phase,
    String text,
    @Nullable RolloutId after,
    int limit) {
  /// The most that one page holds.
  public static final int MOST = 1000;

  /// Copies its set.
  ///
  /// @throws IllegalArgumentException when the limit is not in its range
  public Filter {
    namespaces = Set.copyOf(namespaces);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be 1 to " + MOST + ", but is " + limit);
    }
  }
}
