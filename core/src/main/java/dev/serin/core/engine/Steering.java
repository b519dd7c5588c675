package dev.serin.core.engine;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.Observation.Drift;
import dev.serin.core.rollout.Observation.Traffic;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Routing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The router as an engine sees it: what it does, what it refused, and whether that was told.
final class Steering {
  private final TrafficRouter router;
  private final Map<RolloutId, Refusal> refusals = new ConcurrentHashMap<>();
  private final Map<RolloutId, String> drifts = new ConcurrentHashMap<>();
  private final Set<RolloutId> troubled = ConcurrentHashMap.newKeySet();

  Steering(TrafficRouter router) {
    this.router = router;
  }

  /// What it did not do, and why.
  private record Refusal(Routing routing, String why) {
    /// A router that was down may come back with what it was asked, and nobody asks it again.
    boolean isOver(Live live) {
      return live instanceof Live.Routed(var routed, _, _) && routed.equals(routing);
    }
  }

  Live observe(RolloutId id) {
    return router.observe(id);
  }

  /// What was observed, in the light of what was refused.
  Traffic traffic(RolloutId id, Live live) {
    Refusal refused =
        refusals.computeIfPresent(id, (_, refusal) -> refusal.isOver(live) ? null : refusal);
    String refusal = refused == null ? "" : refused.why;
    return switch (live) {
      case Live.Routed(var routing, _, _) -> new Traffic(routing, refusal);
      case Live.Drifted(var routing, _, var how, var answer) ->
          new Traffic(routing, refusal, new Drift(how, answer == TrafficRouter.OnDrift.HOLD));
      case Live.Unset _ -> new Traffic(null, refusal);
      case Live.Unavailable(var why) -> Traffic.unavailable(why);
    };
  }

  /// Asks it for a routing, and tells what it does then.
  Live route(RolloutId id, Routing routing) {
    Live live = router.apply(id, routing);
    switch (live) {
      case Live.Unavailable(var why) -> refusals.put(id, new Refusal(routing, why));
      case Live.Routed _, Live.Drifted _, Live.Unset _ -> refusals.remove(id);
    }
    return live;
  }

  /// Whether it refused what it was asked last.
  boolean refused(RolloutId id) {
    return refusals.containsKey(id);
  }

  /// That the router can not be steered any more, or can again; that somebody else changed it, or
  /// that it was put back. It is news until [#told].
  List<Transition> news(RolloutId id, Traffic traffic, Instant now) {
    List<Transition> news = new ArrayList<>();
    boolean trouble = !traffic.trouble().isEmpty();
    if (trouble && !troubled.contains(id)) {
      news.add(
          new Transition(
              now,
              "RouterUnavailable",
              "The router can not be steered, and traffic stays as it is: " + traffic.trouble()));
    } else if (!trouble && troubled.contains(id)) {
      news.add(new Transition(now, "RouterAvailable", "The router can be steered again"));
    }
    Drift drift = traffic.drift();
    String before = drifts.getOrDefault(id, "");
    if (drift != null && !drift.how().equals(before)) {
      String putBack = drift.holds() ? ": " : ", and it is put back: ";
      news.add(
          new Transition(
              now, "RouterDrifted", "Somebody else changed the router" + putBack + drift.how()));
    } else if (drift == null && !trouble && !before.isEmpty()) {
      news.add(new Transition(now, "RouterRestored", "The router does again what it was asked"));
    }
    return news;
  }

  /// Forgets what it knows of a rollout.
  void forget(RolloutId id) {
    refusals.remove(id);
    drifts.remove(id);
    troubled.remove(id);
  }

  /// The news were saved.
  void told(RolloutId id, Traffic traffic) {
    boolean trouble = !traffic.trouble().isEmpty();
    if (trouble) {
      troubled.add(id);
    } else {
      troubled.remove(id);
    }
    Drift drift = traffic.drift();
    if (drift != null) {
      drifts.put(id, drift.how());
    } else if (!trouble) {
      drifts.remove(id);
    }
  }
}
