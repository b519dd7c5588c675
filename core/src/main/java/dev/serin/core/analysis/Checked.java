package dev.serin.core.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A value that came out well, or why it did not.
public sealed interface Checked<T> {
  /// It came out well.
  record Valid<T>(T value) implements Checked<T> {}

  /// It did not.
  ///
  /// @param why a sentence for people
  record Invalid<T>(String why) implements Checked<T> {}

  /// What `next` makes of the value, if there is one.
  default <R> Checked<R> then(Function<? super T, Checked<R>> next) {
    return switch (this) {
      case Valid<T>(T value) -> next.apply(value);
      case Invalid<T>(String why) -> new Invalid<>(why);
    };
  }

  /// All the values in order, or why the first that is invalid is so.
  static <T> Checked<List<T>> all(List<Checked<T>> many) {
    List<T> values = new ArrayList<>();
    for (Checked<T> one : many) {
      switch (one) {
        case Valid<T>(T value) -> values.add(value);
        case Invalid<T>(String why) -> {
          return new Invalid<>(why);
        }
      }
    }
    return new Valid<>(List.copyOf(values));
  }
}
