package dev.serin.providers.comparison;

import java.util.List;
import java.util.Locale;

/// What is compared.
enum Signal {
  /// The share of failures among requests.
  ERRORS,
  /// How long requests take.
  LATENCY,
  /// The share of requests that reach the canary.
  TRAFFIC,
  /// A gauge, such as the use of memory.
  SATURATION,
  /// The share of any events among others.
  CUSTOM;

  /// Its word in a manifest.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The queries that a Prometheus must be asked for it.
  List<Part> required() {
    return switch (this) {
      case ERRORS, CUSTOM -> List.of(Part.FAILURES, Part.TOTAL);
      case LATENCY -> List.of(Part.HISTOGRAM);
      case TRAFFIC -> List.of(Part.TOTAL);
      case SATURATION -> List.of(Part.QUERY);
    };
  }

  /// The queries that a Prometheus may be asked for it.
  List<Part> optional() {
    return this == TRAFFIC ? List.of(Part.FAILURES) : List.of();
  }

  /// True when routers count it by themselves.
  boolean counted() {
    return switch (this) {
      case ERRORS, LATENCY, TRAFFIC -> true;
      case SATURATION, CUSTOM -> false;
    };
  }
}
