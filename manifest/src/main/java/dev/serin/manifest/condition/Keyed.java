package dev.serin.manifest.condition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map whose keys may be anything, as groupBy and fromPairs make.
final class Keyed extends LinkedHashMap<@Nullable Object, @Nullable Object> {
  private static final long serialVersionUID = 1L;

  private final boolean groups;

  /// @param groups true if its values are lists, so that a missing one is an empty list
  Keyed(boolean groups) {
    this.groups = groups;
  }

  /// Only what Go can compare may be a key.
  static @Nullable Object key(@Nullable Object key) {
    if (key instanceof Items || key instanceof Map) {
      throw new ConditionFault(
          "cannot use %s as a key: type is not comparable".formatted(GoText.typeName(key)));
    }
    return key;
  }

  Type type() {
    return groups ? Type.Dictionary.BY_ANY : Type.Dictionary.OF_PAIRS;
  }

  @Nullable Object missing() {
    return groups ? Items.of(List.of()) : null;
  }
}
