package dev.serin.core.analysis;

import static dev.serin.core.analysis.AnalysisPhase.ERROR;
import static dev.serin.core.analysis.AnalysisPhase.FAILED;
import static dev.serin.core.analysis.AnalysisPhase.INCONCLUSIVE;
import static dev.serin.core.analysis.AnalysisPhase.RUNNING;
import static dev.serin.core.analysis.AnalysisPhase.SUCCESSFUL;

import dev.serin.core.analysis.AnalysisRun.Status;
import dev.serin.core.analysis.AnalysisRun.Summary;
import dev.serin.core.analysis.AnalysisRunner.Assessed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One assessment of a run: the phase of each metric, then of the whole.
final class RunAssessment {
  private final AnalysisRun run;
  private final boolean terminating;
  private final boolean unbacked;
  private final List<MetricResult> results = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private Summary counted = Summary.NONE;
  private Summary dry = Summary.NONE;
  private boolean waiting;
  private @Nullable AnalysisPhase worst;
  private String message;

  /// @param unbacked true to give a metric without a success no success when it is stopped
  private RunAssessment(AnalysisRun run, boolean unbacked) {
    this.run = run;
    this.unbacked = unbacked;
    terminating = run.terminating();
    message = run.terminate() ? "Run Terminated" : "";
  }

  /// The next state of `run`, which has not ended.
  static Assessed assess(AnalysisRun run, Plan plan, Instant now) {
    RunAssessment assessment = new RunAssessment(run, false);
    plan.terms().forEach(assessment::take);
    if (assessment.endsUnbacked()) {
      assessment = new RunAssessment(run, true);
      plan.terms().forEach(assessment::take);
    }
    return assessment.result(now);
  }

  private void take(MetricTerms terms) {
    counted = terms.dryRun() ? counted : counted.plusMetric();
    dry = terms.dryRun() ? dry.plusMetric() : dry;
    Optional<MetricResult> before = run.result(terms.name());
    if (before.isEmpty()) {
      waiting = true;
      return;
    }
    MetricResult result = judged(terms, before.get());
    if (!result.phase().completed()) {
      waiting = true;
      results.add(result.keepingLast(terms.kept()));
      return;
    }
    MetricTerms.Verdict reason = reason(terms, before.get(), result).orElse(null);
    AnalysisPhase byLimits = reason == null ? SUCCESSFUL : reason.phase();
    if (terms.dryRun()) {
      dry = dry.plusEnded(byLimits);
      result = takeDry(result, reason);
    } else {
      counted = counted.plusEnded(byLimits);
      takeCounted(result, reason);
    }
    results.add(result.keepingLast(terms.kept()));
  }

  private MetricResult judged(MetricTerms terms, MetricResult before) {
    AnalysisPhase phase = terms.phase(before, terminating);
    if (cutShortUnbacked(terms, before)) {
      phase = worstMeasured(before);
    }
    if (phase == before.phase()) {
      return before;
    }
    if (phase.completed()) {
      events.add("Metric" + phase.word());
    }
    return before.in(phase, before.last().map(Measurement::message).orElse(before.message()));
  }

  private Optional<MetricTerms.Verdict> reason(
      MetricTerms terms, MetricResult before, MetricResult after) {
    if (!cutShortUnbacked(terms, before)) {
      return terms.breach(after);
    }
    int taken = after.count() + after.error();
    return Optional.of(
        new MetricTerms.Verdict(
            after.phase(),
            "no success in %d measurement(s) before it was stopped".formatted(taken)));
  }

  private MetricResult takeDry(MetricResult result, MetricTerms.@Nullable Verdict reason) {
    worst = worst == null ? SUCCESSFUL : worst;
    return reason == null
        ? result
        : result.in(
            result.phase(),
            "Metric assessed %s due to %s".formatted(result.phase().word(), reason.reason()));
  }

  private void takeCounted(MetricResult result, MetricTerms.@Nullable Verdict reason) {
    if (worst != null && !result.phase().worseThan(worst)) {
      return;
    }
    worst = result.phase();
    if (reason != null) {
      String detail =
          result.message().isEmpty() ? "" : ": \"Error Message: " + result.message() + "\"";
      message =
          "Metric \"%s\" assessed %s due to %s%s"
              .formatted(result.name(), result.phase().word(), reason.reason(), detail);
    }
  }

  /// Here Serin differs from Argo: measurements that all failed or could not be taken are no
  /// success, even below their limits. Inconclusive ones alone are left to whoever stopped it.
  private boolean endsUnbacked() {
    List<MetricResult> counting = results.stream().filter(m -> !m.dryRun()).toList();
    return ends()
        && terminating
        && (worst == null || worst == SUCCESSFUL)
        && counting.stream().noneMatch(m -> m.successful() > 0)
        && counting.stream().anyMatch(m -> m.failed() > 0 || m.error() > 0);
  }

  private boolean cutShortUnbacked(MetricTerms terms, MetricResult before) {
    return unbacked
        && !terms.dryRun()
        && !before.measurements().isEmpty()
        && terms.phase(before, false) == RUNNING;
  }

  private static AnalysisPhase worstMeasured(MetricResult result) {
    if (result.failed() > 0) {
      return FAILED;
    }
    return result.error() > 0 ? ERROR : INCONCLUSIVE;
  }

  /// A measurement under way is given up first, and counts, before a stopped run ends.
  private boolean ends() {
    boolean inFlight = results.stream().anyMatch(AnalysisRunner::isInFlight);
    return terminating ? !inFlight : !waiting && worst != null;
  }

  private Assessed result(Instant now) {
    AnalysisPhase phase = !ends() ? RUNNING : worst == null ? SUCCESSFUL : worst;
    Status before = run.status();
    boolean changes = phase != before.phase();
    if (changes && phase.completed()) {
      events.add("AnalysisRun" + phase.word());
    }
    Status after =
        new Status(
            phase,
            !changes ? before.message() : phase.completed() ? message.strip() : "",
            before.startedAt() == null ? now : before.startedAt(),
            phase.completed() ? now : null,
            results,
            counted,
            dry);
    return new Assessed(run.in(after), events);
  }
}
