package dev.serin.cli.view;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step on the ladder of a rollout.
///
/// @param text the step in Argo's words
/// @param began when the run saw it begin; null before, and when that was in an earlier process
/// @param ended when the run saw it end; null before, and when that was in an earlier process
record Rung(String text, Mark mark, @Nullable Instant began, @Nullable Instant ended) {
  /// Where a step stands.
  enum Mark {
    /// Its turn has not come.
    AHEAD,
    /// The rollout is at it.
    NOW,
    /// It is over.
    DONE,
    /// The rollout went past it.
    SKIPPED,
    /// The update was taken back here.
    STOPPED
  }

  static Rung ahead(String text) {
    return new Rung(text, Mark.AHEAD, null, null);
  }

  Rung entered(Instant at) {
    return new Rung(text, Mark.NOW, at, null);
  }

  Rung left(Mark how, Instant at) {
    return new Rung(text, how, began, began == null ? null : at);
  }

  /// How long it took, or takes so far; null when that is not known.
  @Nullable Duration time(Instant now) {
    return began == null ? null : Duration.between(began, ended == null ? now : ended);
  }
}
