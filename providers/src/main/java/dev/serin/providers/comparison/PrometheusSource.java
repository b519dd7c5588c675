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

  /// The longest interval that is compared as one. Over a longer one the load, the mix of requests
  /// and the split change, and sums over such times of day can call a good canary worse or a bad
  /// one good (Simpson 1951).
  static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);

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

    /// Whether too much time has passed since the last draw for an interval up to a moment.
    default boolean stale(Instant now) {
      return Duration.between(at(), now).compareTo(LONGEST_INTERVAL) > 0;
    }

    /// The answer when it has, and what was found is a new beginning.
    default Drawn.Nothing anew(Instant now) {
      return new Drawn.Nothing(
          "nothing could be drawn for %d s, more than %d s: such a gap is not compared, so it begins anew here"
              .formatted(Duration.between(at(), now).toSeconds(), LONGEST_INTERVAL.toSeconds()));
    }

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
