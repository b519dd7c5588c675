package dev.serin.providers.comparison;

import dev.serin.providers.http.Decimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the counters of one query grew by.
///
/// @param values the last value of each series, also of those that are not there now
/// @param increases by `le`; under an empty text for counters without it
/// @param lost a sum that fell, so that nobody knows what it grew by; empty for none
/// @param rate what shows that these are no counters; empty for nothing
record Growth(
    Map<String, Double> values,
    Map<String, Double> increases,
    Optional<String> lost,
    Optional<String> rate) {

  /// A counter that fell began again from 0, and so did one that was not there before.
  ///
  /// @param before the last value of each series
  static Growth between(Map<String, Double> before, List<Series> now) {
    Map<String, Double> values = new TreeMap<>(before);
    Map<String, Double> increases = new TreeMap<>();
    Set<String> begunAgain = new HashSet<>();
    for (Series one : now) {
      if (one.value() < before.getOrDefault(one.key(), 0.0)) {
        begunAgain.add(one.family());
      }
    }
    for (Series one : now) {
      double base = begunAgain.contains(one.family()) ? 0 : before.getOrDefault(one.key(), 0.0);
      increases.merge(one.bound(), one.value() - base, Double::sum);
      values.put(one.key(), one.value());
    }
    return new Growth(values, increases, lost(before, now), rate(before, now));
  }

  /// All increases together; for a histogram, each request counts in several.
  double sum() {
    return increases.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /// The largest increase: for a histogram, the one up to infinity, which counts each request once.
  double most() {
    return increases.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private static Optional<String> lost(Map<String, Double> before, List<Series> now) {
    return now.stream()
        .filter(one -> !one.single() && one.value() < before.getOrDefault(one.key(), 0.0))
        .findFirst()
        .map(one -> fall(before, one));
  }

  /// A counter that was reset is far below what it was; a rate that moves is near.
  private static Optional<String> rate(Map<String, Double> before, List<Series> now) {
    return now.stream()
        .filter(
            one -> {
              double last = before.getOrDefault(one.key(), 0.0);
              boolean parts = one.fractional() || last != Math.rint(last);
              return parts && one.value() < last && one.value() >= last / 2;
            })
        .findFirst()
        .map(one -> fall(before, one));
  }

  private static String fall(Map<String, Double> before, Series one) {
    return "%s fell from %s to %s"
        .formatted(
            one.key(),
            Decimal.shown(before.getOrDefault(one.key(), 0.0)),
            Decimal.shown(one.value()));
  }
}
