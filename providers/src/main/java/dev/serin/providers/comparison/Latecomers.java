package dev.serin.providers.comparison;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Series that are seen for the first time, but counted long before: those of a pod whose first
/// scrapes failed bring the requests of its whole life.
///
/// A series that is small, or that grew along with its side, is none: a status label appears with
/// its first failure, and all of it is new.
final class Latecomers {
  /// What a new series counted, up to which it is never taken for a latecomer.
  static final double SMALL = 1000;

  /// What a series can have grown by at most, in times of what the known ones of its side did.
  static final double TIMES = 2;

  private Latecomers() {}

  /// The new series of a side, each by its query; none unless one of them is too large. All are
  /// taken together: failures of a pod must not count without its requests.
  ///
  /// @param values the last values of the series of each query
  static Map<Question, List<Series>> of(
      Population population, Answers answers, Map<String, Map<String, Double>> values) {
    Map<Question, List<Series>> arrived = new LinkedHashMap<>();
    double known = 0;
    double largest = 0;
    for (Question question : answers.samples().keySet()) {
      if (question.population() == population) {
        Map<String, Double> before = values.getOrDefault(question.key(), Map.of());
        Map<Boolean, List<Series>> byAge = byAge(answers, question, before);
        List<Series> young = byAge.getOrDefault(false, List.of());
        arrived.put(question, young);
        known = Math.max(known, Growth.between(before, byAge.getOrDefault(true, List.of())).most());
        largest = Math.max(largest, young.stream().mapToDouble(Series::value).max().orElse(0));
      }
    }
    return largest > SMALL && largest > TIMES * known ? arrived : Map.of();
  }

  private static Map<Boolean, List<Series>> byAge(
      Answers answers, Question question, Map<String, Double> before) {
    return answers.of(question.population(), question.part()).stream()
        .map(Series::of)
        .collect(Collectors.partitioningBy(one -> before.containsKey(one.key())));
  }
}
