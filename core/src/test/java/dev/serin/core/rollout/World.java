package dev.serin.core.rollout;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.rollout.Observation.RunReport;
import dev.serin.core.rollout.Observation.Traffic;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A world in memory that carries effects out: its router follows at once, and its analysis runs
/// stay as they are told.
final class World {
  Rollout rollout;
  Traffic traffic = Traffic.unset();
  final Set<Revision> available = new HashSet<>(Set.of(Plans.V1, Plans.V2, Plans.V3));
  final Map<String, RunReport> analyses = new HashMap<>();
  final List<String> log = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  boolean evidence = true;
  Decision last;

  World(RolloutSpec spec, Revision stable, Revision desired) {
    rollout = new Rollout(Plans.ID, spec, desired, Status.serving(stable, now));
    last = once(List.of());
    look();
  }

  private World(Rollout first) {
    rollout = first;
    last = once(List.of());
    look();
  }

  static World fresh(RolloutSpec spec, Revision first) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return new World(new Rollout(Plans.ID, spec, first, Status.fresh(first, now)));
  }

  /// Looks until nothing changes any more, with the commands in the first look.
  Decision look(Command... commands) {
    List<Command> pending = List.of(commands);
    Decision first = null;
    for (int turn = 0; turn < 50; turn++) {
      Rollout before = rollout;
      Observation outside = observe(List.of());
      last = once(pending);
      first = first == null ? last : first;
      pending = List.of();
      if (rollout.equals(before) && outside.equals(observe(List.of()))) {
        break;
      }
    }
    return first == null ? last : first;
  }

  /// One decision, whose effects are carried out.
  Decision once(List<Command> commands) {
    Decision decision = Decider.decide(rollout, observe(commands));
    rollout = decision.next();
    decision.transitions().forEach(t -> log.add(t.message()));
    effects.addAll(decision.effects());
    decision.effects().forEach(this::carryOut);
    return decision;
  }

  Observation observe(List<Command> commands) {
    return new Observation(now, traffic, available, analyses, commands);
  }

  World after(Duration time) {
    now = now.plus(time);
    look();
    return this;
  }

  World desire(Revision revision) {
    rollout = new Rollout(rollout.id(), rollout.spec(), revision, rollout.status());
    look();
    return this;
  }

  World edit(RolloutSpec spec) {
    rollout = new Rollout(rollout.id(), spec, rollout.desired(), rollout.status());
    look();
    return this;
  }

  World report(String run, AnalysisPhase phase, String message) {
    analyses.put(run, new RunReport(phase, message, evidence));
    look();
    return this;
  }

  /// A background analysis whose comparisons have this share of what a promotion needs.
  World compared(String run, double share) {
    analyses.put(run, new RunReport(AnalysisPhase.RUNNING, "", share >= 1, share));
    look();
    return this;
  }

  World unavailable(Revision revision) {
    available.remove(revision);
    look();
    return this;
  }

  World available(Revision revision) {
    available.add(revision);
    look();
    return this;
  }

  int weight() {
    Routing live = traffic.live();
    return live == null ? -1 : live.weight().ppm() / 10_000;
  }

  String standing() {
    return last.standing().toString();
  }

  String answer(Command command) {
    return switch (look(command).answers().getFirst()) {
      case Command.Answer.Done(var message) -> "done: " + message;
      case Command.Answer.Refused(var why) -> "refused: " + why;
    };
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Route(var routing) -> {
        if (traffic.trouble().isEmpty()) {
          traffic = Traffic.showing(routing);
        }
      }
      case Effect.StartAnalysis(var run, _) ->
          analyses.putIfAbsent(run, new RunReport(AnalysisPhase.RUNNING, "", evidence));
      case Effect.StopAnalysis(var run) ->
          analyses.put(run, new RunReport(AnalysisPhase.SUCCESSFUL, "Run Terminated", evidence));
      case Effect.ScaleDown(var revision) -> available.remove(revision);
    }
  }
}
