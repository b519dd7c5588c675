package dev.serin.server.notify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What makes a message: transitions with one of these reasons.
///
/// @param name as subscriptions write it
/// @param happened what the rollout did, in words that follow its name
/// @param wording the name of the template
record Trigger(
    String name, Set<String> reasons, String happened, Severity severity, String wording) {
  /// The template of triggers that name none.
  static final String USUAL = "default";

  /// How bad it is.
  enum Severity {
    INFO("#4e79a7"),
    GOOD("#59a14f"),
    WARNING("#f28e2b"),
    BAD("#e15759");

    private final String color;

    Severity(String color) {
      this.color = color;
    }

    /// For chats, as HTML writes it.
    String color() {
      return color;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Copies its set.
  Trigger {
    reasons = Set.copyOf(reasons);
  }

  /// Those that are there without being configured: Argo's, and Serin's own.
  static final Map<String, Trigger> KNOWN =
      Stream.of(
              of("on-rollout-updated", "is being updated", Severity.INFO, "RolloutUpdated"),
              of(
                  "on-rollout-step-completed",
                  "completed a step",
                  Severity.INFO,
                  "RolloutStepCompleted"),
              of("on-rollout-paused", "is paused", Severity.WARNING, "RolloutPaused"),
              of("on-rollout-resumed", "goes on", Severity.INFO, "RolloutResumed"),
              of("on-rollout-retried", "is tried again", Severity.INFO, "RolloutRetry"),
              of("on-rollout-aborted", "was rolled back", Severity.BAD, "RolloutAborted"),
              of("on-rollout-completed", "was promoted", Severity.GOOD, "RolloutCompleted"),
              of(
                  "on-rollout-stuck",
                  "makes no progress",
                  Severity.WARNING,
                  "ProgressDeadlineExceeded"),
              of("on-analysis-run-running", "is analysed", Severity.INFO, "AnalysisRunRunning"),
              of("on-analysis-run-failed", "failed an analysis", Severity.BAD, "AnalysisRunFailed"),
              of(
                  "on-analysis-run-error",
                  "could not be analysed",
                  Severity.BAD,
                  "AnalysisRunError"),
              of(
                  "on-analysis-run-inconclusive",
                  "has an analysis without a result",
                  Severity.WARNING,
                  "AnalysisRunInconclusive"),
              of(
                  "on-router-unavailable",
                  "has a router that can not be steered",
                  Severity.BAD,
                  "RouterUnavailable"),
              of(
                  "on-router-drifted",
                  "has a router that somebody else changed",
                  Severity.WARNING,
                  "RouterDrifted"),
              of(
                  "on-router-recovered",
                  "has a router that does what it should again",
                  Severity.GOOD,
                  "RouterAvailable",
                  "RouterRestored"))
          .collect(Collectors.toUnmodifiableMap(Trigger::name, Function.identity()));

  /// Every reason that a trigger may name.
  static final List<String> REASONS =
      Stream.concat(
              KNOWN.values().stream().flatMap(it -> it.reasons().stream()),
              Stream.of("SkipSteps", "SwitchService", "PreviewAvailable", "AnalysisRunSuccessful"))
          .sorted()
          .toList();

  private static Trigger of(String name, String happened, Severity severity, String... reasons) {
    return new Trigger(name, Set.of(reasons), happened, severity, USUAL);
  }
}
