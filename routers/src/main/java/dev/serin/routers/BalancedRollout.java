package dev.serin.routers;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.StepText;
import dev.serin.core.rollout.Strategy;
import dev.serin.core.traffic.Routing;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A rollout that a balancer is to serve: its two pools, and the routes that its steps may switch
/// on.
///
/// @param first the pool that `stableService` names, whichever revision it runs now
/// @param second the pool that `canaryService` names
public record BalancedRollout(
    RolloutId id,
    Backend first,
    Backend second,
    List<Routing.HeaderRoute> headers,
    List<Routing.MirrorRoute> mirrors) {
  /// Copies its lists.
  public BalancedRollout {
    headers = List.copyOf(headers);
    mirrors = List.copyOf(mirrors);
  }

  /// A rollout with all routes that its steps set.
  ///
  /// @throws IllegalArgumentException when [#problem] has something to say
  public static BalancedRollout of(RolloutId id, Backend first, Backend second, Strategy plan) {
    problem(plan)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    Map<String, Routing.HeaderRoute> headers = new LinkedHashMap<>();
    Map<String, Routing.MirrorRoute> mirrors = new LinkedHashMap<>();
    for (Step step : steps(plan)) {
      if (step instanceof Step.SetHeaderRoute(var name, var match) && !match.isEmpty()) {
        headers.put(name, new Routing.HeaderRoute(name, match));
      } else if (step instanceof Step.SetMirrorRoute(var name, var match, int share)
          && !match.isEmpty()) {
        mirrors.put(name, new Routing.MirrorRoute(name, match, share));
      }
    }
    return new BalancedRollout(
        id, first, second, List.copyOf(headers.values()), List.copyOf(mirrors.values()));
  }

  /// What a balancer can not do of a plan, because its configuration holds each route once; empty
  /// when there is nothing.
  public static Optional<String> problem(Strategy plan) {
    Map<String, List<?>> matches = new HashMap<>();
    for (Step step : steps(plan)) {
      boolean anew =
          switch (step) {
            case Step.SetHeaderRoute(var name, var match) -> differs(matches, name, match);
            case Step.SetMirrorRoute(var name, var match, _) -> differs(matches, name, match);
            case Step.SetWeight _,
                Step.Pause _,
                Step.SetCanaryScale _,
                Step.Analysis _,
                Step.Experiment _,
                Step.Plugin _ ->
                false;
          };
      if (anew) {
        return Optional.of(
            StepText.of(step)
                + " sets a route anew with other matches; a load balancer's configuration holds"
                + " each route once: give the second one a name of its own");
      }
    }
    return Optional.empty();
  }

  private static boolean differs(Map<String, List<?>> known, String name, List<?> match) {
    if (match.isEmpty()) {
      return false;
    }
    List<?> before = known.putIfAbsent(name, match);
    return before != null && !before.equals(match);
  }

  private static List<Step> steps(Strategy plan) {
    return plan instanceof Strategy.Canary canary ? canary.steps() : List.of();
  }

  /// Its pools, and what they run now.
  public Pools pools() {
    return new Pools(
        new Pools.Pool(first.name(), first.revision()),
        new Pools.Pool(second.name(), second.revision()));
  }
}
