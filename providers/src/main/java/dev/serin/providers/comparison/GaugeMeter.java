package dev.serin.providers.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Reads a gauge of each side. A scrape is drawn once: while a gauge stands still it may not have
/// been scraped again, and is drawn again only after some time. What is found after a long gap is
/// where it begins anew.
final class GaugeMeter implements PrometheusSource.Meter {
  private double baseline;
  private double canary;
  private Instant at;

  /// @param state what [#state()] gave; missing for none
  GaugeMeter(JsonNode state) {
    this.baseline = state.path("baseline").asDouble(Double.NaN);
    this.canary = state.path("canary").asDouble(Double.NaN);
    this.at = Instant.ofEpochMilli(state.path("at").asLong(0));
  }

  @Override
  public Instant at() {
    return at;
  }

  @Override
  public Drawn read(Answers answers, Instant now) {
    Optional<String> missing = answers.missing(Part.QUERY);
    if (missing.isPresent()) {
      return new Drawn.Nothing(missing.get());
    }
    for (Population population : Population.values()) {
      int series = answers.of(population, Part.QUERY).size();
      if (series > 1) {
        return new Drawn.Unavailable(
            "Prometheus: %s has %d series for %s: make one number of them, such as by avg()"
                .formatted(answers.place(), series, new Question(population, Part.QUERY)));
      }
    }
    return levels(level(answers, Population.BASELINE), level(answers, Population.CANARY), now);
  }

  private static double level(Answers answers, Population population) {
    return answers.of(population, Part.QUERY).getFirst().value();
  }

  private Drawn levels(double nextBaseline, double nextCanary, Instant now) {
    boolean still = nextBaseline == baseline || nextCanary == canary;
    if (still && Duration.between(at, now).compareTo(PrometheusSource.LONGEST_SCRAPE) < 0) {
      return new Drawn.Nothing("nothing new: a gauge is what it was");
    }
    Drawn drawn =
        !Double.isNaN(baseline) && stale(now)
            ? anew(now)
            : new Drawn.Levels(nextBaseline, nextCanary);
    baseline = nextBaseline;
    canary = nextCanary;
    at = now;
    return drawn;
  }

  @Override
  public ObjectNode state() {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    state.put("at", at.toEpochMilli());
    return Double.isNaN(baseline) ? state : state.put("baseline", baseline).put("canary", canary);
  }
}
