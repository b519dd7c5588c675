package dev.serin.judge.sequential;

/// The evidence of one batch for one bet `rho` on how much worse the canary is. For counts without
/// an absolute tolerance it is the likelihood ratio of Lindon and Malek 2022, given the number of
/// events.
public final class Kernel {
  private Kernel() {}

  /// ln e of one batch. Its expectation is at most 1 while the canary's rate is at most the
  /// tolerated one (`rho` over 1), or at least that rate (`rho` under 1).
  ///
  /// @param rho over 0
  /// @throws IllegalArgumentException when `rho` is not over 0, or an arm is empty
  public static double logE(double rho, Tolerance tolerance, Batch batch) {
    boolean alone = tolerance.factor() == 0;
    if (!(rho > 0) || batch.canary() == 0 || (batch.baseline() == 0 && !alone)) {
      throw new IllegalArgumentException(
          "a bet over 0 on a batch with requests is needed, but they are " + rho + ", " + batch);
    }
    var stake = new Stake();
    stake.add(batch.canary(), batch.canaryEvents(), batch.baseline(), batch.baselineEvents());
    return stake.canaryEvents() * StrictMath.log(rho) - stake.cost(rho, tolerance);
  }
}
