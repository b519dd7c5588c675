package dev.serin.judge;

import java.util.List;

/// The numbers behind a verdict, and the verdict in words.
///
/// @param canary how many requests of the canary it rests on; pairs of blocks for a level
/// @param baseline how many of the baseline
/// @param estimates the figures of both sides
/// @param logE the natural logarithm of the e-value: how many times the evidence that the canary is
///     worse has multiplied
/// @param anytimeP the p-value that holds however often one looks
/// @param share how much of what a promotion needs is there, 0 to 1
/// @param sentence the verdict with its figures, for people
public record Evidence(
    Terms terms,
    Verdict verdict,
    long canary,
    long baseline,
    List<Estimate> estimates,
    double logE,
    double anytimeP,
    double share,
    String sentence) {
  /// Copies its list.
  public Evidence {
    estimates = List.copyOf(estimates);
  }

  /// The last of its figures, as people read it: `0.52 % (baseline 0.11 %)`.
  public String figures() {
    if (estimates.isEmpty()) {
      return "";
    }
    Estimate last = estimates.getLast();
    return "%s (baseline %s)"
        .formatted(
            Figures.of(last.canary(), last.unit()), Figures.of(last.baseline(), last.unit()));
  }
}
