package dev.serin.server.api;

import dev.serin.core.analysis.Measurement;
import dev.serin.server.store.Measurements;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A measurement that is finished.
///
/// @param number counts those of its metric from 1
record MeasurementView(
    String metric,
    long number,
    String phase,
    String value,
    String message,
    Instant startedAt,
    @Nullable Instant finishedAt,
    Map<String, String> metadata) {
  static MeasurementView of(Measurements.Measured measured) {
    Measurement measurement = measured.measurement();
    return new MeasurementView(
        measured.metric(),
        measured.number(),
        measurement.phase().word(),
        measurement.value(),
        measurement.message(),
        measurement.startedAt(),
        measurement.finishedAt(),
        measurement.metadata());
  }
}
