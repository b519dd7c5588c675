package dev.serin.cli.view;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Decider;
import dev.serin.core.rollout.Decision;
import dev.serin.core.rollout.Effect;
import dev.serin.core.rollout.Observation;
import dev.serin.core.rollout.Observation.Traffic;
import dev.serin.core.rollout.Rollout;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.RolloutSpec;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.rollout.TrafficRouting;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A run played with the real [Decider], a router that obeys at once, and numbers of its own.
final class Scene {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  static final Revision V1 = new Revision("v1");
  static final Revision V2 = new Revision("v2");
  static final Place PLACE = new Place(V1, V2, "http://127.0.0.1:8080", START);

  private Instant now = START;
  private Routing routing = Routing.allTo(V1);
  private Rollout rollout;
  private Story story = Story.BLANK;
  private Map<Revision, Side> sides = Map.of();
  private List<AnalysisRun> runs = List.of();
  private @Nullable Look last;

  private Scene(Strategy strategy) {
    rollout =
        new Rollout(
            new RolloutId("default", "my-app"),
            RolloutSpec.of(strategy),
            V2,
            Status.serving(V1, START));
  }

  /// 10 %, 5 minutes, 30 %, a person, 50 %, 10 minutes, 100 %.
  static Scene canary() {
    return of(
        new Step.SetWeight(10),
        new Step.Pause(Duration.ofMinutes(5), "5m"),
        new Step.SetWeight(30),
        new Step.Pause(null, null),
        new Step.SetWeight(50),
        new Step.Pause(Duration.ofMinutes(10), "10m"),
        new Step.SetWeight(100));
  }

  static Scene of(Step... steps) {
    return new Scene(
        new Strategy.Canary(
            List.of(steps),
            Strategy.Services.NONE,
            TrafficRouting.UNNAMED,
            null,
            Duration.ZERO,
            null));
  }

  static Scene blueGreen() {
    return new Scene(
        new Strategy.BlueGreen(
            "active", null, new Strategy.Promotion.Manual(), null, null, Duration.ZERO, null));
  }

  Scene serving(Side stable, Side canary) {
    sides = Map.of(V1, stable, V2, canary);
    return this;
  }

  Scene measuring(AnalysisRun... analyses) {
    runs = List.of(analyses);
    return this;
  }

  /// Looks until nothing changes any more, after `time` and with people's `commands`.
  Scene after(Duration time, Command... commands) {
    now = now.plus(time);
    look(commands);
    for (Status seen = null; !rollout.status().equals(seen) || routed(); ) {
      seen = rollout.status();
      look();
    }
    return this;
  }

  /// One look after `time`.
  Scene pass(Duration time) {
    now = now.plus(time);
    return look();
  }

  /// One look.
  Scene look(Command... commands) {
    Decision decision =
        Decider.decide(
            rollout,
            new Observation(
                now, Traffic.showing(routing), Set.of(V1, V2), Map.of(), List.of(commands)));
    rollout = decision.next();
    last =
        new Look(
            now, decision, decision.transitions(), runs, new Live.Unset(), null, end(decision));
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.Route(var next)) {
        routing = next;
      }
    }
    story = story.after(last);
    return this;
  }

  Frame frame() {
    if (last == null) {
      look();
    }
    Look look = java.util.Objects.requireNonNull(last);
    return new Frame(PLACE, story, look, new Live.Routed(routing, routing.weight(), "1"), sides);
  }

  private boolean routed() {
    return last != null
        && last.decision().effects().stream().anyMatch(e -> e instanceof Effect.Route);
  }

  private static Look.@Nullable End end(Decision decision) {
    if (decision.effects().stream().anyMatch(e -> e instanceof Effect.Route)) {
      return null;
    }
    Stage stage = decision.next().status().stage();
    if (stage instanceof Stage.Stable) {
      return Look.End.PROMOTED;
    }
    return stage instanceof Stage.Aborted ? Look.End.ROLLED_BACK : null;
  }
}
