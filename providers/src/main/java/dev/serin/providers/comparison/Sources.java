package dev.serin.providers.comparison;

import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.rollout.RolloutId;
import dev.serin.judge.Signal;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.prometheus.InstantQueries;
import dev.serin.providers.prometheus.PrometheusProvider.Addresses;

/// Opens the sources that manifests name.
///
/// @param signals of the router
/// @param addresses which Prometheus is asked, beside what manifests say
record Sources(HttpCaller http, Addresses addresses, TrafficSignals signals) {
  /// The source of a metric.
  ///
  /// @param config of `serin/comparison`, with arguments put in
  /// @param state of an earlier source of the same metric; empty for none
  /// @throws IllegalArgumentException when a setting can not be used
  Source open(ProviderConfig config, Signal signal, RolloutId rollout, String state) {
    return switch (SourceSettings.read(config, signal)) {
      case SourceSettings.Router() -> new RouterSource(signals, rollout, state);
      case SourceSettings.Prometheus prometheus ->
          new PrometheusSource(
              new InstantQueries(http, addresses, prometheus.access()), prometheus, signal, state);
    };
  }
}
