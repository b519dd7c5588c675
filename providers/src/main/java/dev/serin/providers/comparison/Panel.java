package dev.serin.providers.comparison;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Metric;
import dev.serin.judge.Signal;
import dev.serin.judge.sequential.Family;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The comparisons of one analysis run: together they keep to one chance of a false alarm.
final class Panel {
  private final List<Metric> metrics;
  private final Family family;
  private final Map<String, Member> members = new ConcurrentHashMap<>();

  private Panel(List<Metric> metrics) {
    this.metrics = metrics;
    this.family =
        new Family(metrics.stream().mapToDouble(metric -> signal(metric).weight()).toArray());
  }

  /// The comparisons of a run, at least one.
  static Panel of(AnalysisRun run) {
    return new Panel(run.metrics().stream().filter(m -> m.provider().compares()).toList());
  }

  /// A signal that is not known stands for any.
  private static Signal signal(Metric metric) {
    return Signal.of(String.valueOf(metric.provider().settings().get("signal")))
        .orElse(Signal.CUSTOM);
  }

  /// The part of the family's alpha that a metric has to itself.
  double alpha(Metric metric, ComparisonSettings settings) {
    double whole = settings.terms().alpha();
    return settings.familyWise() ? family.alpha(index(metric.name()), whole) : whole;
  }

  @Nullable Member member(String metric) {
    return members.get(metric);
  }

  Member member(String metric, Supplier<Member> made) {
    return members.computeIfAbsent(metric, _ -> made.get());
  }

  /// Looks at those whose source streams.
  ///
  /// @return true once for each that became worse
  boolean tick(Instant now) {
    for (Member member : members.values()) {
      member.tick(now);
    }
    confer();
    return members.values().stream().filter(Member::announce).count() > 0;
  }

  /// Lets go of those that are over, or do not count.
  void heed(AnalysisRun run) {
    members.forEach(
        (name, member) ->
            run.result(name)
                .filter(result -> result.dryRun() || result.phase().completed())
                .ifPresent(_ -> member.retire()));
  }

  /// Lets the family judge as a whole: the mean of its e-values may suffice before any of them
  /// does.
  void confer() {
    double alpha =
        members.values().stream()
            .filter(Panel::counts)
            .mapToDouble(member -> member.settings().terms().alpha())
            .min()
            .orElse(0);
    double[] logE = metrics.stream().mapToDouble(this::logE).toArray();
    if (alpha > 0
        && family.alarms(alpha, logE)
        && members.values().stream().filter(Panel::counts).noneMatch(Member::worse)) {
      Member top = members.get(metrics.get(family.top(logE)).name());
      if (top != null) {
        top.condemn();
      }
    }
  }

  private static boolean counts(Member member) {
    return member.settings().familyWise() && !member.retired();
  }

  /// An e-value of 1 for one that does not count.
  private double logE(Metric metric) {
    Member member = members.get(metric.name());
    return member == null || !counts(member) ? 0 : member.logE();
  }

  private int index(String metric) {
    return metrics.stream().map(Metric::name).toList().indexOf(metric);
  }
}
