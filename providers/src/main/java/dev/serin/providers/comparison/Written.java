package dev.serin.providers.comparison;

import dev.serin.judge.Estimate;
import dev.serin.judge.Evidence;
import dev.serin.judge.sequential.Interval;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evidence as it is kept with a measurement: names and numbers as text.
final class Written {
  private Written() {}

  static Map<String, String> of(Evidence evidence) {
    Map<String, String> written = new LinkedHashMap<>();
    written.put("verdict", evidence.verdict().words());
    written.put("sentence", evidence.sentence());
    written.put("canary", String.valueOf(evidence.canary()));
    written.put("baseline", String.valueOf(evidence.baseline()));
    written.put("logE", String.valueOf(evidence.logE()));
    written.put("anytimeP", String.valueOf(evidence.anytimeP()));
    written.put("alpha", String.valueOf(evidence.terms().alpha()));
    written.put("marginRelative", String.valueOf(evidence.terms().margin().relative()));
    written.put("marginAbsolute", String.valueOf(evidence.terms().margin().absolute()));
    written.put("evidence", String.valueOf(evidence.share()));
    for (Estimate estimate : evidence.estimates()) {
      String what = estimate.what();
      written.put(what + " canary", String.valueOf(estimate.canary()));
      written.put(what + " baseline", String.valueOf(estimate.baseline()));
      put(written, what + " ratio", estimate.ratio());
      put(written, what + " difference", estimate.difference());
    }
    return written;
  }

  private static void put(Map<String, String> written, String name, @Nullable Interval interval) {
    if (interval != null) {
      written.put(name, interval.lower() + " to " + interval.upper());
    }
  }
}
