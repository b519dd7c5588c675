package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.Result;
import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.util.Map;

/// Answers a metric query. What goes wrong outside is a [Reading.Unavailable], never an exception.
public interface MetricProvider {
  /// Takes one reading. May block; the caller gives it a thread of its own.
  Reading read(Query query);

  /// Looks again at a reading that was [Reading.Pending].
  default Reading resume(Query query, Measurement started) {
    return read(query);
  }

  /// Gives up a reading that was [Reading.Pending].
  default Reading terminate(Query query, Measurement started) {
    return new Reading.Judged(AnalysisPhase.SUCCESSFUL, "", "", Map.of());
  }

  /// What is asked.
  ///
  /// @param rollout for whom
  /// @param metric with all its arguments put in
  /// @param at when
  record Query(RolloutId rollout, Metric metric, Instant at) {}

  /// What was answered.
  sealed interface Reading {
    /// A value for the metric's conditions to judge.
    ///
    /// @param shown the value as people read it
    /// @param metadata kept with the measurement, such as a server's warnings
    record Value(Result result, String shown, Map<String, String> metadata) implements Reading {}

    /// The provider judged by itself.
    record Judged(AnalysisPhase phase, String value, String message, Map<String, String> metadata)
        implements Reading {}

    /// It takes longer: look again then.
    record Pending(Instant resumeAt, Map<String, String> metadata) implements Reading {}

    /// It could not be read.
    ///
    /// @param why with the address and what would help
    record Unavailable(String why) implements Reading {}
  }
}
