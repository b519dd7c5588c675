package dev.serin.server.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param next what `after` must be for the next part; null when this is the last
record Paged<T>(List<T> items, @Nullable Object next) {
  static <T> Paged<T> all(List<T> items) {
    return new Paged<>(items, null);
  }
}
