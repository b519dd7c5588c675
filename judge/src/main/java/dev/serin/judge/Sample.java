package dev.serin.judge;

/// What came of both sides over the same time.
public sealed interface Sample {
  /// Requests.
  ///
  /// @param share what the canary was to get of them, 0 to 1; NaN when that is not known, or when
  ///     requests were not sent one by one
  record Requests(Served baseline, Served canary, double share) implements Sample {}

  /// Levels at one moment.
  record Levels(double baseline, double canary) implements Sample {
    /// Checks its levels.
    ///
    /// @throws IllegalArgumentException when one is no finite number
    public Levels {
      if (!Double.isFinite(baseline) || !Double.isFinite(canary)) {
        throw new IllegalArgumentException(
            "levels must be finite numbers, but are " + baseline + " and " + canary);
      }
    }
  }
}
