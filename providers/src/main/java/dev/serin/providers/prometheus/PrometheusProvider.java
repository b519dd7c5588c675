package dev.serin.providers.prometheus;

import dev.serin.core.engine.MetricProvider;
import dev.serin.providers.http.Answer;
import dev.serin.providers.http.HttpCaller;
import org.jspecify.annotations.Nullable;

/// Takes readings by PromQL, with the settings of Argo's `prometheus`.
///
/// A vector and a matrix become a list of all their values, in the server's order and without their
/// labels; a scalar becomes a number. NaN and infinities are kept for the conditions to judge.
public final class PrometheusProvider implements MetricProvider {
  private final HttpCaller http;
  private final PrometheusQuery queries;

  /// A provider for all rollouts of a process.
  public PrometheusProvider(HttpCaller http, Addresses addresses, TimeExpressions times) {
    this.http = http;
    this.queries = new PrometheusQuery(addresses, times);
  }

  /// Which server is asked, when the manifest is not the only one to say so.
  ///
  /// @param fallback for a manifest that names none; null for none
  /// @param override in place of whatever a manifest names; null for none
  public record Addresses(@Nullable String fallback, @Nullable String override) {
    /// Only manifests say which server is asked.
    public static final Addresses OF_MANIFEST = new Addresses(null, null);
  }

  @Override
  public Reading read(Query query) {
    try {
      var call = queries.call(query);
      return switch (http.call(call)) {
        case Answer.Failed(var why) -> new Reading.Unavailable("Prometheus: " + why);
        case Answer.Received received -> new PrometheusAnswer(call).reading(received);
      };
    } catch (IllegalArgumentException unusable) {
      return new Reading.Unavailable("Prometheus: " + unusable.getMessage());
    }
  }
}
