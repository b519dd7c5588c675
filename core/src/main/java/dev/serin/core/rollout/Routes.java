package dev.serin.core.rollout;

import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What the router shall do for the status of a turn.
final class Routes {
  private Routes() {}

  static Routing wanted(Turn turn) {
    Status status = turn.status;
    return switch (status.stage()) {
      case Stage.Deploying _, Stage.Stable _ -> Routing.allTo(status.trusted());
      case Stage.Aborted _, Stage.Previewing _, Stage.PrePromotion _, Stage.AwaitingPromotion _ ->
          split(status, Weight.NONE);
      case Stage.Stepping(int step, _) -> stepping(turn, step);
      case Stage.Promoting _, Stage.PostPromotion _ ->
          split(status, turn.canaryAvailable() ? Weight.ALL : Weight.NONE);
    };
  }

  /// Whether the canary of a live routing gets any request.
  static boolean reachesCanary(Routing routing) {
    return routing.weight().ppm() > 0
        || !routing.headers().isEmpty()
        || !routing.mirrors().isEmpty();
  }

  private static Routing split(Status status, Weight weight) {
    return new Routing(status.trusted(), status.current(), weight, List.of(), List.of());
  }

  /// A canary that can not take traffic gets none, whatever its step.
  private static Routing stepping(Turn turn, int step) {
    Status status = turn.status;
    if (!turn.canaryAvailable() || !(turn.spec.strategy() instanceof Strategy.Canary canary)) {
      return split(status, Weight.NONE);
    }
    List<Step> reached = canary.steps().subList(0, Math.min(step + 1, canary.steps().size()));
    return new Routing(
        status.trusted(),
        status.current(),
        weight(reached, canary.traffic().maxWeight()),
        headers(reached, canary.traffic().managedRoutes()),
        mirrors(reached, canary.traffic().managedRoutes()));
  }

  /// The canary's weight at a step of a canary's plan.
  static Weight weightAt(Turn turn, int step) {
    return turn.spec.strategy() instanceof Strategy.Canary canary
        ? weight(canary.steps().subList(0, step + 1), canary.traffic().maxWeight())
        : Weight.NONE;
  }

  /// The last weight that was set; nothing before the first.
  private static Weight weight(List<Step> reached, int max) {
    Weight weight = Weight.NONE;
    for (Step step : reached) {
      if (step instanceof Step.SetWeight(int part)) {
        weight = Weight.of(part, max);
      }
    }
    return weight;
  }

  private static List<Routing.HeaderRoute> headers(List<Step> reached, List<String> managed) {
    SequencedMap<String, Routing.HeaderRoute> routes = new LinkedHashMap<>();
    for (Step step : reached) {
      if (step instanceof Step.SetHeaderRoute(var name, var match)) {
        put(routes, name, match.isEmpty() ? null : new Routing.HeaderRoute(name, match));
      }
    }
    return inOrder(routes, managed);
  }

  private static List<Routing.MirrorRoute> mirrors(List<Step> reached, List<String> managed) {
    SequencedMap<String, Routing.MirrorRoute> routes = new LinkedHashMap<>();
    for (Step step : reached) {
      if (step instanceof Step.SetMirrorRoute(var name, var match, int percentage)) {
        put(
            routes,
            name,
            match.isEmpty() ? null : new Routing.MirrorRoute(name, match, percentage));
      }
    }
    return inOrder(routes, managed);
  }

  private static <T> void put(
      Map<String, T> routes, String name, @org.jspecify.annotations.Nullable T route) {
    if (route == null) {
      routes.remove(name);
    } else {
      routes.put(name, route);
    }
  }

  /// Managed routes come first and in their order: the first that matches wins.
  private static <T> List<T> inOrder(SequencedMap<String, T> routes, List<String> managed) {
    List<T> ordered = new ArrayList<>();
    for (String name : managed) {
      T route = routes.remove(name);
      if (route != null) {
        ordered.add(route);
      }
    }
    ordered.addAll(routes.values());
    return ordered;
  }
}
