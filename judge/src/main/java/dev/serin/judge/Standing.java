package dev.serin.judge;

import java.util.List;
import java.util.Objects;

/// Where a comparison stands: what the verdict and its sentence are made of.
///
/// @param canary what was seen of the canary, counted as the minimum is
/// @param baseline what was seen of the baseline
/// @param things what is counted: `requests`
/// @param worse whether it was called worse
/// @param shown whether the canary was shown to be within the margin
/// @param strength of the evidence that the canary is worse
record Standing(
    Terms terms,
    long canary,
    long baseline,
    String things,
    boolean worse,
    boolean shown,
    Strength strength) {
  /// An e-value of 1: a canary that leans towards worse is not called not worse only because much
  /// was seen.
  private static final double SUSPICIOUS = 0;

  /// An e-value of 10: so much speaks against the canary that nothing speaks for it.
  private static final double STRONG = StrictMath.log(10);

  Verdict verdict() {
    if (worse) {
      return Verdict.WORSE;
    }
    if (canary == 0 || baseline == 0) {
      return Verdict.NO_DATA;
    }
    boolean calm = canary >= terms.minimumRequests() && strength.logE() <= SUSPICIOUS;
    return shown || calm ? Verdict.NOT_WORSE : Verdict.UNDECIDED;
  }

  /// How much of what a promotion needs is there.
  double share() {
    return switch (verdict()) {
      case NOT_WORSE -> 1;
      case WORSE, NO_DATA -> 0;
      case UNDECIDED ->
          strength.logE() >= STRONG ? 0 : Math.min(0.99, canary / (double) terms.minimumRequests());
    };
  }

  Evidence evidence(List<Estimate> estimates) {
    return new Evidence(
        terms,
        verdict(),
        canary,
        baseline,
        estimates,
        strength.logE(),
        strength.anytimeP(),
        share(),
        sentence(estimates));
  }

  private String sentence(List<Estimate> estimates) {
    StringBuilder text = new StringBuilder();
    for (Estimate estimate : estimates) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(estimate.what())
          .append(" of the canary ")
          .append(Figures.of(estimate.canary(), estimate.unit()))
          .append(", of the baseline ")
          .append(Figures.of(estimate.baseline(), estimate.unit()));
    }
    return "%s; %s of the canary and %s of the baseline: %s"
        .formatted(text, counted(canary), Figures.count(baseline), conclusion(estimates));
  }

  private String counted(long count) {
    return Figures.count(count) + " " + things;
  }

  private String conclusion(List<Estimate> estimates) {
    return switch (verdict()) {
      case WORSE -> "worse" + ratioOf(estimates) + strengthInWords();
      case NOT_WORSE -> shown ? "not worse, shown to be within the margin" : enough();
      case UNDECIDED -> undecided();
      case NO_DATA ->
          "no data, because the %s served nothing that counts"
              .formatted(canary == 0 ? "canary" : "baseline");
    };
  }

  private String enough() {
    return "not worse, no sign of harm in the %s that a promotion needs"
        .formatted(counted(terms.minimumRequests()));
  }

  private String undecided() {
    return canary >= terms.minimumRequests()
        ? "undecided, it leans towards worse" + strengthInWords()
        : "undecided, %s are needed".formatted(counted(terms.minimumRequests()));
  }

  private static String ratioOf(List<Estimate> estimates) {
    return estimates.stream()
        .filter(estimate -> estimate.ratio() != null && estimate.ratio().lower() > 1)
        .map(estimate -> " (" + Figures.times(Objects.requireNonNull(estimate.ratio())))
        .findFirst()
        .map(text -> text + " the baseline)")
        .orElse("");
  }

  private String strengthInWords() {
    return ", e-value %s where %s suffices"
        .formatted(Figures.evidence(strength.highest()), Figures.evidence(strength.threshold()));
  }
}
