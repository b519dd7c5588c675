package dev.serin.core.engine;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.Result;
import dev.serin.core.rollout.RolloutId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /// Whether there is news of a metric that can not wait for its interval. It never waits.
  ///
  /// @param metric by its name
  default boolean urgent(RolloutId rollout, AnalysisRun run, String metric) {
    return false;
  }

  /// Lets go of what is kept in memory for a run that has ended.
  default void release(RolloutId rollout, AnalysisRun run) {}

  /// Lets go of what is kept in memory for a rollout that is run elsewhere from now on.
  default void forget(RolloutId rollout) {}

  /// What is asked.
  ///
  /// @param rollout for whom
  /// @param run with what its comparisons have gathered
  /// @param metric with all its arguments put in
  /// @param at when
  record Query(RolloutId rollout, AnalysisRun run, Metric metric, Instant at) {}

  /// What was answered.
  sealed interface Reading {
    /// A value for the metric's conditions to judge.
    ///
    /// @param shown the value as people read it
    /// @param metadata kept with the measurement, such as a server's warnings
    record Value(Result result, String shown, Map<String, String> metadata) implements Reading {}

    /// The provider judged by itself.
    ///
    /// @param value as people read it
    /// @param gathered what a comparison goes on from; null for other metrics
    record Judged(
        AnalysisPhase phase,
        String value,
        String message,
        Map<String, String> metadata,
        @Nullable Accumulator gathered)
        implements Reading {
      /// A judgement that nothing is gathered for.
      public Judged(
          AnalysisPhase phase, String value, String message, Map<String, String> metadata) {
        this(phase, value, message, metadata, null);
      }
    }

    /// It takes longer: look again then.
    ///
    /// @param value what is known by now, as people read it; empty when nothing is
    /// @param gathered what a comparison goes on from; null for other metrics
    record Pending(
        Instant resumeAt,
        String value,
        Map<String, String> metadata,
        @Nullable Accumulator gathered)
        implements Reading {
      /// Of which nothing is known yet.
      public Pending(Instant resumeAt, Map<String, String> metadata) {
        this(resumeAt, "", metadata, null);
      }
    }

    /// It could not be read.
    ///
    /// @param why with the address and what would help
    record Unavailable(String why) implements Reading {}
  }
}
