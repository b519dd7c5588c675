package dev.serin.server.api;

import dev.serin.core.rollout.Hold;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.server.store.Log;
import java.time.Instant;

/// A line of a rollout's log.
///
/// @param phase as far as the status alone tells it: where a rollout waits for a time or a person
///     by its plan, it is Progressing here
/// @param weight the canary's share that was asked for, in percent
record LineView(
    long number,
    String namespace,
    String name,
    Instant at,
    String reason,
    String message,
    long version,
    String phase,
    double weight,
    String stage) {
  static LineView of(Log.Line line) {
    Status status = line.status();
    return new LineView(
        line.number(),
        line.id().namespace(),
        line.id().name(),
        line.transition().at(),
        line.transition().reason(),
        line.transition().message(),
        line.version(),
        phase(status).word(),
        status.routing().weight().toPercent(),
        RolloutView.word(status.stage()));
  }

  private static Phase phase(Status status) {
    if (status.stage() instanceof Stage.Aborted || status.progress().timedOut()) {
      return Phase.DEGRADED;
    }
    if (status.holds().stream().anyMatch(hold -> hold != Hold.DRIFT)) {
      return Phase.PAUSED;
    }
    return status.stage() instanceof Stage.Stable ? Phase.HEALTHY : Phase.PROGRESSING;
  }
}
