package dev.serin.providers.comparison;

import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import dev.serin.providers.http.Decimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counters of requests, and of those among them that failed. There are no latencies.
final class RequestShape implements Shape {
  /// Services count a failure and its request one after the other, so a scrape may see but one.
  private static final int SLACK = 10;

  @Override
  public Part leading() {
    return Part.TOTAL;
  }

  @Override
  public Optional<String> problem(Answers answers) {
    return Optional.empty();
  }

  @Override
  public String layout(Answers answers) {
    return "";
  }

  @Override
  public Optional<String> problem(Population population, Map<Question, Growth> growths) {
    double total = sum(growths.get(new Question(population, Part.TOTAL)));
    double failures = sum(growths.get(new Question(population, Part.FAILURES)));
    return failures <= 2 * total + SLACK
        ? Optional.empty()
        : Optional.of(
            "`failures` of the %s grew by %s while its `total` grew by %s: give a counter of failed requests, and one of all requests that has them too"
                .formatted(population.word(), Decimal.shown(failures), Decimal.shown(total)));
  }

  private static double sum(@Nullable Growth growth) {
    return growth == null ? 0 : growth.sum();
  }

  @Override
  public Served served(
      Population population, Map<Question, Growth> growths, Map<String, Double> pending) {
    long total =
        Pending.take(
            pending,
            Part.TOTAL.word(),
            sum(growths.get(new Question(population, Part.TOTAL))),
            Long.MAX_VALUE);
    long failed =
        Pending.take(
            pending,
            Part.FAILURES.word(),
            sum(growths.get(new Question(population, Part.FAILURES))),
            total);
    return new Served(total, total, failed, 0, LatencyHistogram.empty(LatencyBuckets.FINE));
  }
}
