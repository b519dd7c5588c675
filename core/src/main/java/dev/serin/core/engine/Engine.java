package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Saved;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.Decider;
import dev.serin.core.rollout.Decision;
import dev.serin.core.rollout.Effect;
import dev.serin.core.rollout.Observation;
import dev.serin.core.rollout.Observation.RunReport;
import dev.serin.core.rollout.Observation.Traffic;
import dev.serin.core.rollout.Rollout;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.traffic.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Observes, asks the [Decider], stores what it says, and only then carries it out. A crash between
/// any two of these steps loses nothing: what was stored is carried out at the next look, and what
/// was not stored has not happened.
public final class Engine {
  /// How long a router is given to show what it was asked for.
  private static final Duration CONFIRMATION = Duration.ofMillis(20);

  /// How often a look is tried when somebody else saves in between.
  private static final int ATTEMPTS = 5;

  private final Parts parts;
  private final Steering steering;

  /// What an engine works with.
  public record Parts(
      RolloutStore store,
      TrafficRouter router,
      Workload workload,
      Analyst analyst,
      Timeline timeline) {}

  /// An engine for any number of rollouts on one router.
  public Engine(Parts parts) {
    this.parts = parts;
    this.steering = new Steering(parts.router());
  }

  /// Puts the traffic where the stored state says it was, and for a rollout that is not stored yet
  /// on its stable revision. To be called on start, before anything else; without a stable revision
  /// a rollout that is not stored yet is not touched.
  public void reassert(Release release) {
    Optional<Stored> known = parts.store().find(release.id());
    if (known.isPresent() || release.stable() != null) {
      Stored stored = known.orElseGet(() -> first(release, parts.timeline().instant()));
      steering.route(release.id(), stored.status().routing());
    }
  }

  /// Lets go of all that is kept in memory for a rollout that somebody else runs from now on, or
  /// nobody. What is under way for it comes to nothing.
  public void forget(RolloutId id) {
    parts.analyst().forget(id);
    steering.forget(id);
  }

  /// One look: observe, decide, store, act.
  ///
  /// @throws RolloutStore.StoreException when the state can not be read or saved, or when somebody
  ///     else keeps changing it; nothing is done then
  public Look look(Release asked) {
    Release release = Gate.in(asked);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Look> look = attempt(release);
      if (look.isPresent()) {
        return look.get();
      }
    }
    throw new RolloutStore.StoreException(
        "rollout " + release.id() + " is changed by somebody else all the time: stop the other one",
        null);
  }

  /// A look, or nothing when somebody else changed the state in between.
  private Optional<Look> attempt(Release release) {
    Instant now = parts.timeline().instant();
    RolloutId id = release.id();
    Stored stored = parts.store().find(id).orElseGet(() -> first(release, now));
    Analyst.Gathered gathered = parts.analyst().gather(id, stored.runs());
    Measurements measured = measure(id, gathered, now);
    Rollout rollout = new Rollout(id, release.spec(), release.desired(), stored.status());
    Requests requests = Requests.of(parts.store().requests(id), rollout);
    TrafficRouter.Live live = steering.observe(id);
    Traffic traffic = steering.traffic(id, live);
    Decision decision =
        Decider.decide(
            rollout,
            new Observation(
                now, traffic, available(rollout), reports(measured.runs()), requests.commands()));
    List<AnalysisRun> runs =
        RunHistory.pruned(
            id, decision.next().status(), changed(release, decision, measured.runs()));
    Change change =
        new Change(
            stored.version(),
            decision.next().status(),
            runs,
            Stream.of(
                    steering.news(id, traffic, now), measured.transitions(), decision.transitions())
                .flatMap(List::stream)
                .toList(),
            requests.replies(decision.answers()));
    if (!saved(id, stored, change)) {
      return Optional.empty();
    }
    steering.told(id, traffic);
    parts.analyst().settle(id, gathered);
    release(id, stored.runs(), runs);
    TrafficRouter.Live acted = act(id, decision, live);
    begin(id, measured);
    return Optional.of(
        new Look(
            now,
            decision,
            change.transitions(),
            runs,
            acted,
            next(id, change, decision, measured),
            end(decision)));
  }

  /// A rollout that nobody has stored yet.
  private static Stored first(Release release, Instant now) {
    Revision stable = release.stable();
    Status status =
        stable == null ? Status.fresh(release.desired(), now) : Status.serving(stable, now);
    return new Stored(status, List.of(), 0);
  }

  private Measurements measure(RolloutId id, Analyst.Gathered gathered, Instant now) {
    Measurements measured = new Measurements();
    for (AnalysisRun run : gathered.runs()) {
      measured.add(parts.analyst().pass(id, run, gathered, now), now);
    }
    return measured;
  }

  private static Map<String, RunReport> reports(List<AnalysisRun> runs) {
    Map<String, RunReport> reports = new HashMap<>();
    for (AnalysisRun run : runs) {
      reports.put(
          run.name(),
          new RunReport(
              run.status().phase(), run.status().message(), run.hasEvidence(), run.compared()));
    }
    return reports;
  }

  private Set<Revision> available(Rollout rollout) {
    Set<Revision> asked = new HashSet<>(rollout.status().seen());
    asked.add(rollout.desired());
    asked.removeIf(
        revision ->
            switch (parts.workload().health(rollout.id(), revision)) {
              case Workload.Health.Available _ -> false;
              case Workload.Health.Unavailable _ -> true;
            });
    return asked;
  }

  /// The runs with those begun and ended that the decision asks for.
  private static List<AnalysisRun> changed(
      Release release, Decision decision, List<AnalysisRun> runs) {
    List<AnalysisRun> next = new ArrayList<>(runs);
    for (Effect effect : decision.effects()) {
      switch (effect) {
        case Effect.StartAnalysis start ->
            next.add(RunHistory.begin(release, decision.next().status(), start, runs));
        case Effect.StopAnalysis(var name) ->
            next.replaceAll(
                run -> run.name().equals(name) && !run.terminate() ? run.terminated() : run);
        case Effect.Route _, Effect.ScaleDown _ -> {}
      }
    }
    return next;
  }

  private boolean saved(RolloutId id, Stored stored, Change change) {
    boolean same =
        stored.version() > 0
            && change.status().equals(stored.status())
            && change.runs().equals(stored.runs())
            && change.transitions().isEmpty()
            && change.replies().isEmpty();
    return same || parts.store().save(id, change) instanceof Saved.Done;
  }

  /// Carries out what was decided.
  ///
  /// @param seen what the router did before
  /// @return what it does now
  private TrafficRouter.Live act(RolloutId id, Decision decision, TrafficRouter.Live seen) {
    TrafficRouter.Live live = seen;
    for (Effect effect : decision.effects()) {
      switch (effect) {
        case Effect.Route(var routing) -> live = steering.route(id, routing);
        case Effect.ScaleDown(var revision) -> parts.workload().scaleDown(id, revision);
        case Effect.StartAnalysis _, Effect.StopAnalysis _ -> {}
      }
    }
    return live;
  }

  private void begin(RolloutId id, Measurements measured) {
    for (AnalysisRunner.Pass pass : measured.passes()) {
      parts.analyst().start(id, pass.run(), pass.tasks(), () -> parts.timeline().wake(id));
    }
  }

  /// When to look again: at once when there is news, soon when the router was asked for something,
  /// and else when something is due.
  private @Nullable Instant next(
      RolloutId id, Change change, Decision decision, Measurements measured) {
    Instant now = parts.timeline().instant();
    if (parts.analyst().hasNews(id) || !change.runs().equals(measured.runs())) {
      return now;
    }
    if (!routed(decision) && !steering.refused(id)) {
      return now.plus(CONFIRMATION);
    }
    return Stream.of(decision.waiting().until(), measured.next())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static boolean routed(Decision decision) {
    return decision.effects().stream().noneMatch(e -> e instanceof Effect.Route);
  }

  private static Look.@Nullable End end(Decision decision) {
    if (!routed(decision)) {
      return null;
    }
    return switch (decision.next().status().stage()) {
      case Stage.Stable _ -> Look.End.PROMOTED;
      case Stage.Aborted _ -> Look.End.ROLLED_BACK;
      case Stage.Deploying _,
          Stage.Stepping _,
          Stage.Promoting _,
          Stage.Previewing _,
          Stage.PrePromotion _,
          Stage.AwaitingPromotion _,
          Stage.PostPromotion _ ->
          null;
    };
  }

  /// Lets go of runs that have ended now, and of those that are kept no longer.
  private void release(RolloutId id, List<AnalysisRun> before, List<AnalysisRun> after) {
    Set<String> running = new HashSet<>();
    after.stream()
        .filter(run -> !run.status().phase().completed())
        .forEach(run -> running.add(run.name()));
    before.stream()
        .filter(run -> !run.status().phase().completed() && !running.contains(run.name()))
        .forEach(run -> parts.analyst().release(id, run));
  }
}
