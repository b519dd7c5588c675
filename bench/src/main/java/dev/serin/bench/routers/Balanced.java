package dev.serin.bench.routers;

import dev.serin.bench.http.Program;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.routers.PoolRouter;
import dev.serin.routers.log.RouterLog;
import java.util.List;
import java.util.Optional;

/// A balancer that runs.
///
/// @param steering empty when it is plain
record Balanced(Way way, Program program, Optional<Steering> steering) {
  static final Revision STABLE = new Revision("v1");
  static final Revision CANARY = new Revision("v2");

  /// How Serin steers a balancer, and counts its requests.
  record Steering(RolloutId rollout, PoolRouter router, RouterLog log) {}

  /// How it is steered.
  ///
  /// @throws IllegalStateException when it is plain
  Steering steered() {
    return steering.orElseThrow(() -> new IllegalStateException(way.name() + " is not steered"));
  }

  /// Sends this share to the canary.
  ///
  /// @return the share that it really gets
  Weight apply(Weight weight) {
    Steering by = steered();
    Routing routing = new Routing(STABLE, CANARY, weight, List.of(), List.of());
    Live live = by.router().apply(by.rollout(), routing);
    if (!(live instanceof Live.Routed routed)) {
      throw new IllegalStateException(
          "%s does not take the weight %s: %s".formatted(way.name(), weight, live));
    }
    by.log().routed(routing, routed.effective());
    return routed.effective();
  }

  /// Where users reach it.
  String url() {
    return "http://127.0.0.1:" + program.port() + "/";
  }
}
