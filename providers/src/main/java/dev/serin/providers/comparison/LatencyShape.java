package dev.serin.providers.comparison;

import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import dev.serin.providers.prometheus.InstantQueries.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The `_bucket` counters of classic histograms.
final class LatencyShape implements Shape {
  private static final String INFINITE = "+Inf";
  private static final Comparator<String> ASCENDING =
      Comparator.comparingDouble(LatencyShape::number);

  @Override
  public Part leading() {
    return Part.HISTOGRAM;
  }

  @Override
  public Optional<String> problem(Answers answers) {
    for (Population population : Population.values()) {
      Optional<String> problem = problem(answers.of(population, Part.HISTOGRAM), population);
      if (problem.isPresent()) {
        return problem;
      }
    }
    SortedSet<String> baseline = bounds(answers, Population.BASELINE);
    SortedSet<String> canary = bounds(answers, Population.CANARY);
    return baseline.equals(canary)
        ? Optional.empty()
        : Optional.of(
            "the buckets of both sides differ, so they can not be compared: le of the baseline is %s, of the canary %s; give both the same"
                .formatted(baseline, canary));
  }

  private static Optional<String> problem(List<Sample> samples, Population population) {
    Map<String, TreeSet<String>> families = new TreeMap<>();
    for (Sample sample : samples) {
      Series series = Series.of(sample);
      if (Double.isNaN(number(series.bound()))) {
        return Optional.of(
            "`histogram` of the %s has the series %s without a label le: give the _bucket counters of a classic histogram, and keep le when you sum"
                .formatted(population.word(), series.family()));
      }
      families.computeIfAbsent(series.family(), _ -> new TreeSet<>(ASCENDING)).add(series.bound());
    }
    TreeSet<String> all = new TreeSet<>(ASCENDING);
    families.values().forEach(all::addAll);
    for (TreeSet<String> bounds : families.values()) {
      if (!bounds.equals(all)) {
        return Optional.of(
            "the histograms of the %s have several sets of buckets: le is %s, but in one %s; give all the same"
                .formatted(population.word(), all, bounds));
      }
    }
    boolean usable =
        all.contains(INFINITE) && all.size() > 1 && number(Objects.requireNonNull(all.first())) > 0;
    return usable
        ? Optional.empty()
        : Optional.of(
            "le of the %s is %s: there must be +Inf and one above 0, and none of 0 or less"
                .formatted(population.word(), all));
  }

  private static SortedSet<String> bounds(Answers answers, Population population) {
    TreeSet<String> bounds = new TreeSet<>(ASCENDING);
    answers.of(population, Part.HISTOGRAM).forEach(sample -> bounds.add(Series.of(sample).bound()));
    return bounds;
  }

  /// The bound in seconds; NaN when it is none.
  private static double number(String bound) {
    try {
      return bound.equals(INFINITE) ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  @Override
  public String layout(Answers answers) {
    return bounds(answers, Population.BASELINE).toString();
  }

  @Override
  public Optional<String> problem(Population population, Map<Question, Growth> growths) {
    return Optional.empty();
  }

  @Override
  public Served served(
      Population population, Map<Question, Growth> growths, Map<String, Double> pending) {
    Growth growth = growths.get(new Question(population, Part.HISTOGRAM));
    TreeMap<String, Double> upTo = new TreeMap<>(ASCENDING);
    if (growth != null) {
      upTo.putAll(growth.increases());
    }
    double[] upper = upTo.keySet().stream().mapToDouble(LatencyShape::number).toArray();
    long[] counts = new long[upper.length];
    double below = 0;
    int bucket = 0;
    for (Map.Entry<String, Double> bound : upTo.entrySet()) {
      double inside = bound.getValue() - below;
      counts[bucket++] = Pending.take(pending, bound.getKey(), inside, Long.MAX_VALUE);
      below = bound.getValue();
    }
    LatencyHistogram latency = LatencyHistogram.of(LatencyBuckets.below(upper), counts);
    return new Served(latency.total(), latency.total(), 0, 0, latency);
  }
}
