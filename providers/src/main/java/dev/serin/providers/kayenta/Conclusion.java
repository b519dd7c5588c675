package dev.serin.providers.kayenta;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.judge.kayenta.Classification;
import dev.serin.judge.kayenta.Judgement;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.MetricResult;
import dev.serin.providers.http.Decimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes a reading of a judgement.
///
/// Kayenta counts a group without data as 100; here a judgement that saw no data at all is an
/// error, and so is one that only its errors let pass.
final class Conclusion {
  private static final int MOST_REASONS = 3;

  private Conclusion() {}

  static Reading of(Judgement judgement, List<MetricPair> pairs) {
    String value = Decimal.shown(judgement.score().value());
    if (!judgement.comparedAny(pairs) && !failsForMissingData(judgement)) {
      return new Reading.Judged(
          AnalysisPhase.ERROR, value, "no metric could be judged: " + reasons(judgement), Map.of());
    }
    AnalysisPhase phase =
        switch (judgement.score().verdict()) {
          case PASS -> AnalysisPhase.SUCCESSFUL;
          case MARGINAL -> AnalysisPhase.INCONCLUSIVE;
          case FAIL -> AnalysisPhase.FAILED;
        };
    return new Reading.Judged(phase, value, message(judgement), Map.of());
  }

  /// A metric that must have data is one that a person wants to fail without.
  private static boolean failsForMissingData(Judgement judgement) {
    return judgement.results().stream()
        .anyMatch(
            result ->
                !result.muted() && result.classification() == Classification.NODATA_FAIL_METRIC);
  }

  private static String message(Judgement judgement) {
    String score =
        "score %s is %s"
            .formatted(
                Decimal.shown(judgement.score().value()), judgement.score().verdict().label());
    String reasons = reasons(judgement);
    return reasons.isEmpty() ? score : score + ": " + reasons;
  }

  private static String reasons(Judgement judgement) {
    Stream<MetricResult> bad =
        judgement.results().stream()
            .filter(result -> !result.muted() && result.classification() != Classification.PASS)
            .sorted((one, other) -> Boolean.compare(other.critical(), one.critical()));
    List<String> all = bad.map(Conclusion::reason).toList();
    if (all.isEmpty()) {
      return judgement.score().reason();
    }
    String more =
        all.size() > MOST_REASONS ? "; and %d more".formatted(all.size() - MOST_REASONS) : "";
    return all.stream().limit(MOST_REASONS).collect(Collectors.joining("; ")) + more;
  }

  private static String reason(MetricResult result) {
    return result.evidence() == null
        ? result.reason()
        : "%s (%s times the baseline)".formatted(result.reason(), Decimal.shown(result.ratio()));
  }
}
