package dev.serin.providers.comparison;

import dev.serin.judge.Signal;
import java.util.List;
import java.util.Locale;

/// One of the queries that a Prometheus is asked.
enum Part {
  /// Counters of failed requests.
  FAILURES,
  /// Counters of all requests.
  TOTAL,
  /// The `_bucket` counters of a classic histogram.
  HISTOGRAM,
  /// A gauge.
  QUERY;

  /// The queries that must be asked for a signal.
  static List<Part> required(Signal signal) {
    return switch (signal) {
      case ERRORS, CUSTOM -> List.of(FAILURES, TOTAL);
      case LATENCY -> List.of(HISTOGRAM);
      case TRAFFIC -> List.of(TOTAL);
      case SATURATION -> List.of(QUERY);
    };
  }

  /// The queries that may be asked for a signal.
  static List<Part> optional(Signal signal) {
    return signal == Signal.TRAFFIC ? List.of(FAILURES) : List.of();
  }

  /// Its word in a manifest.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// True for what only grows.
  boolean counter() {
    return this != QUERY;
  }
}
