package dev.serin.manifest.condition;

import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A map whose keys may be anything, as groupBy and fromPairs make.
final class Keyed extends LinkedHashMap<@Nullable Object, @Nullable Object> {
  private static final long serialVersionUID = 1L;

  private final boolean groups;

  /// @param groups true if its values are lists, so that a missing one is an empty list
  Keyed(boolean groups) {
    this.groups = groups;
  }

  Type type() {
    return groups ? Type.Dictionary.BY_ANY : Type.Dictionary.OF_PAIRS;
  }

  @Nullable Object missing() {
    return groups ? Items.of(List.of()) : null;
  }
}
