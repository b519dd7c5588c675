package dev.serin.cli.compare;

import dev.serin.cli.console.Fields;
import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what one side served.
public final class Counts {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})/([0-9]{1,15})");
  private static final LatencyHistogram NONE = LatencyHistogram.empty(LatencyBuckets.FINE);

  private Counts() {}

  /// Reads `failures/requests`, such as `5/1000`.
  ///
  /// @throws IllegalArgumentException when the text is something else
  public static Served of(String text) {
    Matcher counts = TEXT.matcher(text);
    if (!counts.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' are no counts; write failures/requests, such as 5/1000");
    }
    long failures = Long.parseLong(counts.group(1));
    long requests = Long.parseLong(counts.group(2));
    if (failures > requests) {
      throw new IllegalArgumentException(
          "'" + text + "' has more failures than requests; write failures/requests");
    }
    return served(requests, failures, NONE);
  }

  /// Reads `{requests, failures}`, with or without `latency: {bounds, counts}`.
  ///
  /// @throws IllegalArgumentException when a field is wrong, with its name
  static Served of(Fields side) {
    side.only("requests", "failures", "latency");
    long requests = side.count("requests");
    long failures = side.count("failures");
    if (failures > requests) {
      throw side.wrong("failures", "no more than requests (" + requests + ")");
    }
    return served(requests, failures, side.has("latency") ? latency(side) : NONE);
  }

  private static LatencyHistogram latency(Fields side) {
    Fields latency = side.object("latency").only("bounds", "counts");
    double[] bounds = latency.numbers("bounds");
    long[] counts = latency.counts("counts");
    if (counts.length != bounds.length + 1) {
      throw latency.wrong("counts", "one count more than bounds (%d)".formatted(bounds.length + 1));
    }
    try {
      return LatencyHistogram.of(LatencyBuckets.below(bounds), counts);
    } catch (IllegalArgumentException _) {
      throw latency.wrong("bounds", "growing upper bounds in seconds, above 0");
    }
  }

  private static Served served(long requests, long failures, LatencyHistogram latency) {
    return new Served(requests, requests, failures, 0, latency);
  }
}
