package dev.serin.core.rollout;

import dev.serin.core.rollout.Observation.Drift;

/// What is done about a router that somebody else changed.
final class Drifts {
  private Drifts() {}

  /// Holds an update when it is to stay so. What a person let go on in this look is put back.
  static void react(Turn turn, Status before) {
    Drift drift = turn.seen.traffic().drift();
    boolean stays = drift != null && drift.holds() && turn.status.updating();
    if (stays && !before.holds().contains(Hold.DRIFT)) {
      turn.hold(Hold.DRIFT);
    }
  }
}
