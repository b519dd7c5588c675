package dev.serin.judge.sequential;

/// What both versions did in one stretch of time, such as a scrape.
///
/// @param canary the canary's requests, or its exposure such as pod-seconds
/// @param canaryEvents how many of them failed, or how many events were counted
/// @param baseline the baseline's requests or exposure
/// @param baselineEvents how many of them failed
public record Batch(double canary, long canaryEvents, double baseline, long baselineEvents) {
  /// @throws IllegalArgumentException when a count is negative or an exposure is not finite
  public Batch {
    check(canary, canaryEvents);
    check(baseline, baselineEvents);
  }

  static void check(double exposure, long events) {
    if (!(exposure >= 0) || Double.isInfinite(exposure)) {
      throw new IllegalArgumentException(
          "requests must be 0 or more and finite, but are " + exposure);
    }
    if (events < 0) {
      throw new IllegalArgumentException("events must be 0 or more, but are " + events);
    }
  }
}
