package dev.serin.providers.comparison;

import dev.serin.providers.prometheus.InstantQueries.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What all queries of one draw were answered, each with numbers that can be used.
///
/// @param place the server, for messages
record Answers(String place, Map<Question, List<Sample>> samples) {
  /// Copies its map, in its order.
  Answers {
    samples = new LinkedHashMap<>(samples);
  }

  /// The answer to a question; none when it was not asked.
  List<Sample> of(Population population, Part part) {
    return samples.getOrDefault(new Question(population, part), List.of());
  }

  /// Why a side can not be counted: nothing was found where there must be something.
  ///
  /// @param part without which nothing can be said
  Optional<String> missing(Part part) {
    for (Population population : Population.values()) {
      if (of(population, part).isEmpty()) {
        return Optional.of(
            "Prometheus: %s has no series for %s: see whether it is scraped, and check the query"
                .formatted(place, new Question(population, part)));
      }
    }
    return Optional.empty();
  }
}
