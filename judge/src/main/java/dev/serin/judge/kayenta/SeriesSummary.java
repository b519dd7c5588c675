package dev.serin.judge.kayenta;

import java.util.LinkedHashMap;
import java.util.Map;

/// What Kayenta reports of a series as it was judged: without NaN, and without outliers if so
/// asked.
///
/// @param std the standard deviation of a sample; 0 for a single value
public record SeriesSummary(int count, double mean, double std, double min, double max) {

  Map<String, Object> tree() {
    Map<String, Object> stats = new LinkedHashMap<>();
    stats.put("count", count);
    stats.put("mean", mean);
    stats.put("min", min);
    stats.put("std", std);
    stats.put("max", max);
    return Map.of("stats", stats);
  }
}
