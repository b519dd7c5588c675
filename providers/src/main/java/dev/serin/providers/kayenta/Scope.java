package dev.serin.providers.kayenta;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One side of a comparison: what its queries name, and when.
///
/// @param bindings the values of `${scope}`, `${location}` and whatever else queries hold
/// @param step between two points of a series
public record Scope(Map<String, String> bindings, Instant start, Instant end, Duration step) {
  /// Prometheus refuses longer series.
  private static final long MOST_POINTS = 11_000;

  /// Copies the bindings, in their order.
  ///
  /// @throws IllegalArgumentException when there is no time between start and end, or too much for
  ///     the step
  public Scope {
    bindings = Collections.unmodifiableMap(new LinkedHashMap<>(bindings));
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("start " + start + " is not before end " + end);
    }
    if (step.isNegative() || step.isZero()) {
      throw new IllegalArgumentException("step is " + step + ": give 1ms or more");
    }
    if (points(start, end, step) > MOST_POINTS) {
      throw new IllegalArgumentException(
          "step %s makes %d points: Prometheus answers with at most %d; give a longer one"
              .formatted(step, points(start, end, step), MOST_POINTS));
    }
  }

  /// How many points Kayenta expects of a side that has none.
  int points() {
    return (int) points(start, end, step);
  }

  private static long points(Instant start, Instant end, Duration step) {
    return Duration.between(start, end).dividedBy(step);
  }
}
