package dev.serin.cli.compare;

import dev.serin.judge.Comparison;
import dev.serin.judge.Sample;
import dev.serin.judge.Served;
import dev.serin.judge.Signal;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.sequential.Family;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A canary against its baseline: their errors, and their latencies when these are known. Together
/// they keep to one chance of a false alarm.
final class Match {
  private final CompareTerms terms;
  private final Family family;
  private final List<Comparison> comparisons;
  private @Nullable LatencyBuckets buckets;

  /// A match that has seen nothing.
  ///
  /// @param latency whether each sample has latencies
  Match(CompareTerms terms, boolean latency) {
    List<Signal> signals =
        latency ? List.of(Signal.ERRORS, Signal.LATENCY) : List.of(Signal.ERRORS);
    this.terms = terms;
    this.family = new Family(signals.stream().mapToDouble(Signal::weight).toArray());
    this.comparisons =
        IntStream.range(0, signals.size())
            .mapToObj(i -> Comparison.of(terms.of(signals.get(i), family.alpha(i, terms.alpha()))))
            .toList();
  }

  /// Takes in what came of both sides.
  ///
  /// @throws IllegalArgumentException when the buckets of latencies are not those of before
  void add(Served baseline, Served canary) {
    LatencyBuckets first = buckets == null ? baseline.latency().buckets() : buckets;
    if (!first.equals(baseline.latency().buckets()) || !first.equals(canary.latency().buckets())) {
      throw new IllegalArgumentException(
          "all latencies must have the same buckets, on both sides and in each line");
    }
    buckets = first;
    var sample = new Sample.Requests(baseline, canary, Double.NaN);
    comparisons.forEach(comparison -> comparison.add(sample));
    double[] logE = comparisons.stream().mapToDouble(Comparison::logE).toArray();
    if (family.alarms(terms.alpha(), logE) && comparisons.stream().noneMatch(Comparison::worse)) {
      comparisons.get(family.top(logE)).condemn();
    }
  }

  /// Whether each sample has latencies.
  boolean latency() {
    return comparisons.size() > 1;
  }

  /// The verdict now.
  Judgement now() {
    return new Judgement(comparisons.stream().map(Comparison::evidence).toList());
  }
}
