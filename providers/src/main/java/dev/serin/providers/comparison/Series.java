package dev.serin.providers.comparison;

import dev.serin.providers.http.Decimal;
import dev.serin.providers.prometheus.InstantQueries.Sample;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One counter at one moment.
///
/// @param key its labels
/// @param family its labels without `le`: the buckets of one histogram are one family, and are
///     reset together
/// @param bound the label `le`, in one way of writing; empty when there is none
/// @param single true for a counter as it was scraped; false for a sum of several, of which nobody
///     knows how much of it was reset
record Series(String key, String family, String bound, boolean single, double value) {
  private static final String NAME = "__name__";
  private static final String LE = "le";

  static Series of(Sample sample) {
    Map<String, String> labels = new TreeMap<>(sample.labels());
    String bound = bound(labels.getOrDefault(LE, ""));
    labels.remove(LE);
    String family = shown(labels);
    String name = labels.getOrDefault(NAME, "");
    // Names of recorded rules have a colon.
    boolean single = !name.isEmpty() && name.indexOf(':') < 0;
    return new Series(family + bound, family, bound, single, sample.value());
  }

  /// As PromQL writes it.
  static String shown(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .filter(label -> !label.getKey().equals(NAME))
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
            .collect(Collectors.joining(",", labels.getOrDefault(NAME, "") + "{", "}"));
  }

  /// True when it has a part of one: counters of requests have none.
  boolean fractional() {
    return value != Math.rint(value);
  }

  private static String bound(String le) {
    if (le.isEmpty()) {
      return le;
    }
    try {
      return Decimal.shown(Double.parseDouble(le.replace("Inf", "Infinity")));
    } catch (NumberFormatException _) {
      return le;
    }
  }
}
