package dev.serin.server.api;

import dev.serin.signals.Signals;
import dev.serin.signals.Signals.Population;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a rollout's router counted lately.
///
/// @param available false when another node carries the rollout: ask that one
/// @param node who was asked, or who carries it; null when nobody does
record SignalsView(
    boolean available,
    @Nullable String node,
    @Nullable Instant at,
    List<PopulationView> populations) {
  /// The requests of one revision in one role.
  ///
  /// @param requests that were answered in the window
  /// @param rps those in each second
  /// @param errors those that failed
  /// @param errorRate the share that failed, 0 to 1; null when there was none
  record PopulationView(
      String role,
      String revision,
      boolean current,
      long requests,
      double rps,
      long errors,
      @Nullable Double errorRate,
      LatencyView latency,
      long inFlight) {}

  /// Quantiles in milliseconds; null when there was no request.
  record LatencyView(
      @Nullable Double p50, @Nullable Double p90, @Nullable Double p95, @Nullable Double p99) {}

  static SignalsView of(Optional<Signals> signals, @Nullable String node) {
    return signals
        .map(
            seen ->
                new SignalsView(
                    true,
                    node,
                    seen.at(),
                    seen.populations().stream().map(SignalsView::population).toList()))
        .orElseGet(() -> new SignalsView(false, node, null, List.of()));
  }

  private static PopulationView population(Population seen) {
    OptionalDouble rate = seen.recent().errorShare();
    return new PopulationView(
        seen.role().name().toLowerCase(Locale.ROOT),
        seen.revision().hash(),
        seen.current(),
        seen.recent().requests(),
        seen.recent().perSecond(),
        seen.recent().statusClass(5) + seen.recent().grpcFailures(),
        rate.isPresent() ? rate.getAsDouble() : null,
        new LatencyView(
            quantile(seen, 0.5), quantile(seen, 0.9), quantile(seen, 0.95), quantile(seen, 0.99)),
        seen.inFlight());
  }

  private static @Nullable Double quantile(Population seen, double share) {
    Optional<Duration> time = seen.latency().quantile(share);
    return time.isPresent() ? time.get().toNanos() / 1e6 : null;
  }
}
