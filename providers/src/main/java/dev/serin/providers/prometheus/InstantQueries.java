package dev.serin.providers.prometheus;

import dev.serin.providers.http.Answer;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Asks one Prometheus for the samples of any query at one moment, with their labels.
public final class InstantQueries {
  private final HttpCaller http;
  private final Settings settings;
  private final PrometheusQuery queries;

  /// @param settings `address`, `timeout`, `headers`, `insecure`, `caCert` and `authentication`, as
  ///     the provider `prometheus` has them
  /// @throws IllegalArgumentException when one of them can not be used
  public InstantQueries(
      HttpCaller http, PrometheusProvider.Addresses addresses, Settings settings) {
    this.http = http;
    this.settings = settings;
    this.queries = new PrometheusQuery(addresses, (_, now) -> now);
    var _ = queries.call(settings, "up", Instant.EPOCH);
  }

  /// One series at the moment that was asked for.
  ///
  /// @param labels with `__name__`, where the series has one
  /// @param value may be NaN or infinite
  public record Sample(Map<String, String> labels, double value) {
    /// Copies its labels.
    public Sample {
      labels = Map.copyOf(labels);
    }
  }

  /// What came of a query.
  public sealed interface Answered {
    /// All series; none when the query selects nothing.
    record Samples(List<Sample> samples) implements Answered {
      /// Copies its list.
      public Samples {
        samples = List.copyOf(samples);
      }
    }

    /// No answer.
    ///
    /// @param why with the address and what would help
    record Refused(String why) implements Answered {}
  }

  /// The server, as messages show it.
  public String address() {
    return queries
        .call(settings, "up", Instant.EPOCH)
        .address()
        .shown()
        .replaceFirst("/api/v1/query$", "");
  }

  /// Asks for the value of a query. Blocks until the answer, or the timeout.
  public Answered ask(String query, Instant at) {
    try {
      var call = queries.call(settings, query, at);
      return switch (http.call(call)) {
        case Answer.Failed(var why) -> new Answered.Refused("Prometheus: " + why);
        case Answer.Received received -> new PrometheusAnswer(call).samples(received);
      };
    } catch (IllegalArgumentException unusable) {
      return new Answered.Refused("Prometheus: " + unusable.getMessage());
    }
  }
}
