package dev.serin.core.analysis;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One reading of one metric.
///
/// @param value what was read, as text; empty when nothing was
/// @param message what went wrong; empty when nothing did
/// @param finishedAt null while it is under way
/// @param resumeAt when a reading under way is to be looked at again; null for at once
/// @param metadata what the provider wants to be told again, or shown
public record Measurement(
    AnalysisPhase phase,
    String value,
    String message,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Instant resumeAt,
    Map<String, String> metadata) {
  /// Copies its map.
  public Measurement {
    metadata = Map.copyOf(metadata);
  }
}
