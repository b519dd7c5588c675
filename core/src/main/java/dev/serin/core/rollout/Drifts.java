package dev.serin.core.rollout;

import dev.serin.core.rollout.Observation.Drift;

/// What is done about a router that somebody else changed.
final class Drifts {
  private Drifts() {}

  /// Tells of it, and holds an update when it is to stay so. What a person let go on in this look
  /// is put back.
  static void react(Turn turn, Status before) {
    Drift drift = turn.seen.traffic().drift();
    if (drift == null || turn.status.holds().contains(Hold.DRIFT)) {
      return;
    }
    boolean held = before.holds().contains(Hold.DRIFT);
    if (drift.holds() && turn.status.updating() && !held) {
      turn.tell("RouterDrifted", "Somebody else changed the router: " + drift.how());
      turn.hold(Hold.DRIFT);
    } else {
      turn.tell(
          "RouterDrifted", "Somebody else changed the router, and it is put back: " + drift.how());
    }
  }
}
