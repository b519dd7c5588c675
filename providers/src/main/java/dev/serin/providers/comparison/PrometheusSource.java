package dev.serin.providers.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.judge.Signal;
import dev.serin.providers.prometheus.InstantQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Draws what a Prometheus scraped of both sides.
///
/// All queries of a draw are asked for one moment, a little in the past, so that all see the same
/// scrapes.
final class PrometheusSource implements Source {
  /// How long a scrape may take to be stored.
  static final Duration LAG = Duration.ofSeconds(2);

  /// Longer than scrapes are apart: what has not changed in this time had no requests.
  static final Duration LONGEST_SCRAPE = Duration.ofMinutes(2);

  private static final JsonMapper JSON = new JsonMapper();
  private static final int VERSION = 1;

  private final Questions questions;
  private final Meter meter;

  /// @param state of an earlier source; what can not be read, or is of other queries, is as none
  PrometheusSource(
      InstantQueries prometheus, SourceSettings.Prometheus settings, Signal signal, String state) {
    this.questions = new Questions(prometheus, settings);
    JsonNode before = read(state, questions.fingerprint());
    this.meter =
        switch (signal) {
          case ERRORS, CUSTOM, TRAFFIC -> new CounterMeter(new RequestShape(), before);
          case LATENCY -> new CounterMeter(new LatencyShape(), before);
          case SATURATION -> new GaugeMeter(before);
        };
  }

  /// Where a meter stands between draws.
  interface Meter {
    /// What the answers bring.
    Drawn read(Answers answers, Instant at);

    /// The moment up to which all was drawn.
    Instant at();

    ObjectNode state();
  }

  @Override
  public Drawn draw(Instant now) {
    Instant at = now.minus(LAG).truncatedTo(ChronoUnit.MILLIS);
    if (!at.isAfter(meter.at())) {
      return new Drawn.Nothing("Prometheus was asked for this moment already");
    }
    return switch (questions.ask(at)) {
      case Questions.Asked.Missing(var why) -> new Drawn.Unavailable(why);
      case Questions.Asked.All(var answers) -> meter.read(answers, at);
    };
  }

  @Override
  public String state() {
    ObjectNode state = JSON.createObjectNode();
    state.put("v", VERSION).put("queries", questions.fingerprint());
    state.set("meter", meter.state());
    return state.toString();
  }

  private static JsonNode read(String state, String fingerprint) {
    try {
      JsonNode read = JSON.readTree(state);
      boolean ours =
          read.path("v").asInt() == VERSION && read.path("queries").asText("").equals(fingerprint);
      return ours ? read.path("meter") : JSON.missingNode();
    } catch (JsonProcessingException _) {
      return JSON.missingNode();
    }
  }
}
