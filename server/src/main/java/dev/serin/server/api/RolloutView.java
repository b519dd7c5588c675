package dev.serin.server.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.serin.core.rollout.Hold;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.rollouts.Summary;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All that is told of one rollout.
///
/// @param current the revision that it is at, or on its way to
/// @param stage where the update is, in one word
/// @param effectiveWeight the canary's share that the router gives, in percent; null when that is
///     not known
/// @param holds what keeps it from going on, beside its plan
/// @param since when it last got on; null before the first time
/// @param actions the commands that make sense now
/// @param explanation why it is where it is, in sentences
/// @param node who runs it; null for nobody
record RolloutView(
    @JsonUnwrapped SummaryView summary,
    String current,
    String stage,
    List<StepView> steps,
    @Nullable Double effectiveWeight,
    List<String> holds,
    @Nullable Instant since,
    Summary.@Nullable Router router,
    List<Summary.Pool> backends,
    List<RunView> analysisRuns,
    List<String> actions,
    List<String> explanation,
    boolean guarded,
    @Nullable String node) {
  /// A step of the plan.
  ///
  /// @param state `done`, `current` or `pending`
  record StepView(int index, String text, String state) {}

  static RolloutView of(Overview seen) {
    Summary summary = seen.summary();
    Status status = seen.status();
    Integer effective = summary.effective();
    return new RolloutView(
        SummaryView.of(seen.id(), summary, seen.version(), seen.updatedAt()),
        status == null ? summary.desired() : status.current().hash(),
        status == null ? "waiting" : word(status.stage()),
        steps(summary, status),
        effective == null ? null : SummaryView.percent(effective),
        status == null
            ? List.of()
            : status.holds().stream().sorted().map(RolloutView::text).toList(),
        status == null ? null : status.progress().at(),
        summary.router(),
        summary.backends(),
        seen.runs().stream().map(RunView::of).toList(),
        Actions.of(status),
        Explanation.of(seen),
        summary.guarded(),
        seen.node());
  }

  private static List<StepView> steps(Summary summary, @Nullable Status status) {
    List<String> plan = summary.plan();
    Summary.Step step = summary.step();
    boolean idle = status == null || status.stage() instanceof Stage.Aborted;
    int at = step != null ? step.index() : idle ? -1 : plan.size();
    return IntStream.range(0, plan.size())
        .mapToObj(
            i -> new StepView(i, plan.get(i), i < at ? "done" : i == at ? "current" : "pending"))
        .toList();
  }

  static String word(Stage stage) {
    return switch (stage) {
      case Stage.Deploying _ -> "deploying";
      case Stage.Stable _ -> "stable";
      case Stage.Stepping _ -> "stepping";
      case Stage.Promoting _ -> "promoting";
      case Stage.Previewing _ -> "previewing";
      case Stage.PrePromotion _ -> "prePromotion";
      case Stage.AwaitingPromotion _ -> "awaitingPromotion";
      case Stage.PostPromotion _ -> "postPromotion";
      case Stage.Aborted _ -> "aborted";
    };
  }

  static String text(Hold hold) {
    return switch (hold) {
      case PERSON -> "a person paused it";
      case INCONCLUSIVE_STEP -> "the analysis of its step could not decide";
      case INCONCLUSIVE_BACKGROUND -> "the analysis beside its steps could not decide";
      case DRIFT -> "somebody else changed the router";
    };
  }
}
