package dev.serin.providers.comparison;

import dev.serin.providers.http.Decimal;
import dev.serin.providers.prometheus.InstantQueries;
import dev.serin.providers.prometheus.InstantQueries.Answered;
import dev.serin.providers.prometheus.InstantQueries.Sample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Asks a Prometheus the same of both sides.
final class Questions {
  private final InstantQueries prometheus;
  private final SourceSettings.Prometheus settings;

  Questions(InstantQueries prometheus, SourceSettings.Prometheus settings) {
    this.prometheus = prometheus;
    this.settings = settings;
  }

  /// What came of asking all.
  sealed interface Asked {
    /// Each was answered.
    record All(Answers answers) implements Asked {}

    /// One was not, or with what can not be used.
    record Missing(String why) implements Asked {}
  }

  /// Differs when other queries are asked: numbers of two can not be subtracted.
  String fingerprint() {
    return settings.queries().toString() + settings.populations();
  }

  Asked ask(Instant at) {
    Map<Question, List<Sample>> all = new LinkedHashMap<>();
    for (Population population : Population.values()) {
      for (Map.Entry<Part, String> query : settings.queries().entrySet()) {
        Question question = new Question(population, query.getKey());
        String text = text(query.getValue(), population);
        switch (prometheus.ask(text, at)) {
          case Answered.Refused(var why) -> {
            return new Asked.Missing(why);
          }
          case Answered.Samples(var samples) -> all.put(question, samples);
        }
      }
    }
    return unusable(all)
        .<Asked>map(Asked.Missing::new)
        .orElseGet(() -> new Asked.All(new Answers(prometheus.address(), all)));
  }

  private String text(String query, Population population) {
    String side = Objects.requireNonNull(settings.populations().get(population));
    return query.replace("{{population}}", side);
  }

  private Optional<String> unusable(Map<Question, List<Sample>> all) {
    for (Map.Entry<Question, List<Sample>> answer : all.entrySet()) {
      boolean counter = answer.getKey().part().counter();
      for (Sample sample : answer.getValue()) {
        if (!Double.isFinite(sample.value()) || (counter && sample.value() < 0)) {
          return Optional.of(
              "Prometheus: %s answered %s for %s, series %s: %s"
                  .formatted(
                      prometheus.address(),
                      Decimal.shown(sample.value()),
                      answer.getKey(),
                      Series.shown(sample.labels()),
                      counter
                          ? "give a counter, which is a number of 0 or more"
                          : "give a gauge that is a number"));
        }
      }
    }
    return Optional.empty();
  }
}
