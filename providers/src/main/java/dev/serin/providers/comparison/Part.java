package dev.serin.providers.comparison;

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

  /// Its word in a manifest.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// True for what only grows.
  boolean counter() {
    return this != QUERY;
  }
}
