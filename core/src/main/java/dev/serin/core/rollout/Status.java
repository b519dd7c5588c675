package dev.serin.core.rollout;

import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where a rollout stands: all that must survive a crash. Only [Decider] makes a new one.
///
/// @param stable the revision that users trust; null until the first one is up
/// @param current the revision that the rollout is at, or on its way to
/// @param number the current revision's number, from 1
/// @param plan the fingerprint of the steps that it follows
/// @param stage where the update is
/// @param holds what keeps it from going on
/// @param attempts how often its analyses were begun anew
/// @param progress when it last got on, and whether that is too long ago
/// @param seen every revision once, in the order of its first appearance
/// @param retiring revisions without traffic that are kept for a while
/// @param routing what the router was asked for last
public record Status(
    @Nullable Revision stable,
    Revision current,
    int number,
    String plan,
    Stage stage,
    Set<Hold> holds,
    Attempts attempts,
    Progress progress,
    List<Revision> seen,
    List<Retiring> retiring,
    Routing routing) {

  /// Copies its collections.
  public Status {
    holds = Set.copyOf(holds);
    seen = List.copyOf(seen);
    retiring = List.copyOf(retiring);
  }

  /// How often the analyses of the current revision were begun anew; part of their names.
  public record Attempts(int step, int background) {
    /// None was.
    public static final Attempts FIRST = new Attempts(0, 0);

    Attempts nextStep() {
      return new Attempts(step + 1, background);
    }

    Attempts nextBackground() {
      return new Attempts(step, background + 1);
    }
  }

  /// When the rollout last got on.
  ///
  /// @param timedOut true when the progress deadline has passed since
  public record Progress(Instant at, boolean timedOut) {}

  /// A revision without traffic that is kept for a while.
  ///
  /// @param until when it may be scaled down
  public record Retiring(Revision revision, Instant until) {}

  /// The status of a rollout whose `stable` revision is already serving.
  public static Status serving(Revision stable, Instant at) {
    return begin(stable, stable, new Stage.Stable(), at);
  }

  /// The status of a rollout that has never run.
  public static Status fresh(Revision first, Instant at) {
    return begin(null, first, new Stage.Deploying(), at);
  }

  private static Status begin(
      @Nullable Revision stable, Revision current, Stage stage, Instant at) {
    return new Status(
        stable,
        current,
        1,
        "",
        stage,
        Set.of(),
        Attempts.FIRST,
        new Progress(at, false),
        List.of(current),
        List.of(),
        Routing.allTo(current));
  }

  /// True while a revision other than stable is wanted and not given up.
  public boolean updating() {
    return switch (stage) {
      case Stage.Stable _, Stage.Aborted _, Stage.Deploying _ -> false;
      case Stage.Stepping _,
          Stage.Promoting _,
          Stage.Previewing _,
          Stage.PrePromotion _,
          Stage.AwaitingPromotion _,
          Stage.PostPromotion _ ->
          true;
    };
  }

  /// Where it is, for who asks for something that makes sense only there: the revision, its stage
  /// and
  /// step, and what a person would call its phase. Two that are equal are the same place; the text
  /// is for nothing else.
  public String place() {
    String holding =
        holds.stream()
            .filter(hold -> hold != Hold.DRIFT)
            .sorted()
            .map(Hold::name)
            .collect(Collectors.joining(","));
    String step = stage instanceof Stage.Stepping(int index, _) ? "/" + index : "";
    return "%s/%d %s%s [%s]%s"
        .formatted(
            current,
            number,
            stage.getClass().getSimpleName(),
            step,
            holding,
            progress.timedOut() ? " late" : "");
  }

  /// The revision that gets what the canary does not: stable, or the first one when there is none
  /// yet.
  public Revision trusted() {
    return stable == null ? current : stable;
  }

  /// What the names of the current revision's analysis runs begin with, as Argo gives them:
  /// rollout, revision's hash, revision's number.
  public String runPrefix(RolloutId id) {
    return id.name() + "-" + current + "-" + number;
  }

  Status at(Stage next, Instant now) {
    return new Status(
        stable,
        current,
        number,
        plan,
        next,
        holds,
        attempts,
        new Progress(now, false),
        seen,
        retiring,
        routing);
  }

  Status following(String nextPlan) {
    return new Status(
        stable, current, number, nextPlan, stage, holds, attempts, progress, seen, retiring,
        routing);
  }

  Status attempting(Attempts next) {
    return new Status(
        stable, current, number, plan, stage, holds, next, progress, seen, retiring, routing);
  }

  Status progressing(Progress next) {
    return new Status(
        stable, current, number, plan, stage, holds, attempts, next, seen, retiring, routing);
  }

  Status keeping(List<Retiring> next) {
    return new Status(
        stable, current, number, plan, stage, holds, attempts, progress, seen, next, routing);
  }

  Status held(Hold hold) {
    EnumSet<Hold> next = EnumSet.of(hold);
    next.addAll(holds);
    return holding(next);
  }

  Status released(Hold hold) {
    Set<Hold> next = new java.util.HashSet<>(holds);
    next.remove(hold);
    return holding(next);
  }

  Status holding(Set<Hold> next) {
    return new Status(
        stable, current, number, plan, stage, next, attempts, progress, seen, retiring, routing);
  }

  /// The status with the current revision trusted.
  Status trusting(Instant now) {
    return new Status(
        current,
        current,
        number,
        plan,
        new Stage.Stable(),
        Set.of(),
        attempts,
        new Progress(now, false),
        seen,
        without(current),
        routing);
  }

  /// The revisions that are kept, but for one that is used again.
  private List<Retiring> without(Revision used) {
    return retiring.stream().filter(r -> !r.revision().equals(used)).toList();
  }

  /// The status with the current revision in use again.
  Status reviving() {
    return keeping(without(current));
  }

  Status routed(Routing next) {
    return new Status(
        stable, current, number, plan, stage, holds, attempts, progress, seen, retiring, next);
  }

  /// The status with another revision wanted: its plan begins at the beginning.
  Status turnedTo(Revision next) {
    List<Revision> known = new ArrayList<>(seen);
    if (!known.contains(next)) {
      known.add(next);
    }
    return new Status(
        stable,
        next,
        number + 1,
        plan,
        stage,
        Set.of(),
        Attempts.FIRST,
        progress,
        known,
        without(next),
        routing);
  }
}
