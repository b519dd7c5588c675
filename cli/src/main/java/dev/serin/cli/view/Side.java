package dev.serin.cli.view;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What users get from one revision just now.
///
/// @param requestsPerSecond over the last seconds
/// @param errorShare failed requests of all, 0 to 1; NaN when there was no request
/// @param p50 half of the requests are answered in this time; null when there was none
/// @param p99 99 of 100 requests are answered in this time; null when there was none
/// @param inFlight requests that are being answered
/// @param requests all since the run began
/// @param errors failed ones since the run began
public record Side(
    double requestsPerSecond,
    double errorShare,
    @Nullable Duration p50,
    @Nullable Duration p99,
    long inFlight,
    long requests,
    long errors) {
  /// A revision that got no request yet.
  public static final Side IDLE = new Side(0, Double.NaN, null, null, 0, 0, 0);
}
