package dev.serin.judge.sequential;

/// How much worse a canary may be: its event rate may reach `(1 + relative) * baseline + absolute`.
///
/// @param relative -1 or more; 0.1 allows a tenth more than the baseline; -1 leaves the baseline
///     out, so that only `absolute` counts
/// @param absolute in events per request (or per unit of exposure); 0.001 allows 0.1 percentage
///     points; may be negative
public record Tolerance(double relative, double absolute) {
  /// No worse than the baseline at all.
  public static final Tolerance NONE = new Tolerance(0, 0);

  /// @throws IllegalArgumentException when `relative` lies below -1, or a value is not finite, or
  ///     nothing at all is allowed
  public Tolerance {
    if (!(relative >= -1) || Double.isInfinite(relative)) {
      throw new IllegalArgumentException("relative must be -1 or more, but is " + relative);
    }
    if (!Double.isFinite(absolute) || (relative == -1 && absolute <= 0)) {
      throw new IllegalArgumentException(
          "absolute must be finite, and over 0 without a baseline, but is " + absolute);
    }
  }

  /// A rate that the canary must not exceed, whatever the baseline does.
  ///
  /// @param rate over 0, in events per request
  public static Tolerance ceiling(double rate) {
    return new Tolerance(-1, rate);
  }

  /// What is tolerated by a factor on the baseline's rate.
  ///
  /// @param factor 0 or more; 1.1 allows a tenth more than the baseline
  public static Tolerance ofFactor(double factor, double absolute) {
    return new Tolerance(factor - 1, absolute);
  }

  /// The factor on the baseline's rate, 0 or more.
  public double factor() {
    return 1 + relative;
  }

  /// The canary's rate beyond which it is worse.
  public double limit(double baselineRate) {
    return factor() * baselineRate + absolute;
  }
}
