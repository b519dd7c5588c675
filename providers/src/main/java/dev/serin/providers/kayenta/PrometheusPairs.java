package dev.serin.providers.kayenta;

import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.CanaryMetric;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Fetches the series of a config's metrics from Prometheus, and pairs them as Kayenta does.
///
/// Series of both sides with the same labels are a pair. Points are taken as they are: gaps are not
/// filled. A side that has no such series counts as one of NaN alone.
public final class PrometheusPairs {
  /// Queries under way at once; Prometheus runs 20 by default, and others ask it, too.
  private static final int AT_ONCE = 8;

  private final RangeQueries queries;

  /// @param queries of one server
  public PrometheusPairs(RangeQueries queries) {
    this.queries = queries;
  }

  /// What came of it.
  public sealed interface Fetched {
    /// All series, in the order of the config's metrics.
    record Pairs(List<TimedPair> all) implements Fetched {
      /// Copies the list.
      public Pairs {
        all = List.copyOf(all);
      }
    }

    /// Some could not be read.
    ///
    /// @param why with the metric, the address, and what would help
    record Failed(String why) implements Fetched {}
  }

  private record Ask(CanaryMetric metric, String control, String experiment) {}

  /// Fetches both sides of all metrics.
  ///
  /// @throws IllegalArgumentException when a metric's query can not be made
  public Fetched fetch(CanaryConfig config, Scope control, Scope experiment) {
    PromqlText texts = new PromqlText(config.templates());
    List<Ask> asks =
        config.metrics().stream()
            .map(
                metric ->
                    new Ask(
                        metric,
                        texts.of(metric, control.bindings()),
                        texts.of(metric, experiment.bindings())))
            .toList();
    List<Callable<RangeQueries.Found>> calls = new ArrayList<>();
    for (Ask ask : asks) {
      calls.add(() -> queries.read(ask.control(), control));
      calls.add(() -> queries.read(ask.experiment(), experiment));
    }
    List<TimedPair> pairs = new ArrayList<>();
    List<RangeQueries.Found> found = all(calls);
    for (int index = 0; index < asks.size(); index++) {
      String name = asks.get(index).metric().name();
      Fetched one =
          paired(
              new Side(found.get(2 * index), control),
              new Side(found.get(2 * index + 1), experiment),
              name);
      switch (one) {
        case Fetched.Failed _ -> {
          return one;
        }
        case Fetched.Pairs(var all) -> pairs.addAll(all);
      }
    }
    return new Fetched.Pairs(pairs);
  }

  private List<RangeQueries.Found> all(List<Callable<RangeQueries.Found>> calls) {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<RangeQueries.Found> all = new ArrayList<>();
      for (Future<RangeQueries.Found> call : threads.invokeAll(calls)) {
        all.add(call.get());
      }
      return all;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      RangeQueries.Found failed =
          new RangeQueries.Found.Failed(
              "Prometheus: %s was not waited for: the reading was given up"
                  .formatted(queries.server().address()));
      return calls.stream().map(_ -> failed).toList();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException runtime
          ? runtime
          : new IllegalStateException(failed.getCause());
    }
  }

  private record Side(RangeQueries.Found found, Scope scope) {
    Line line(List<Line> lines, Map<String, String> tags) {
      return lines.stream()
          .filter(line -> line.tags().equals(tags))
          .findFirst()
          .orElseGet(() -> missing(tags));
    }

    private Line missing(Map<String, String> tags) {
      double[] nothing = new double[scope.points()];
      Arrays.fill(nothing, Double.NaN);
      double[] times = new double[nothing.length];
      Arrays.setAll(times, index -> index * (scope.step().toMillis() / 1e3));
      return new Line(tags, Series.of(times), Series.of(nothing));
    }
  }

  private static Fetched paired(Side control, Side experiment, String name) {
    if (control.found() instanceof RangeQueries.Found.Failed(var why)) {
      return new Fetched.Failed(name + ", baseline: " + why);
    }
    if (experiment.found() instanceof RangeQueries.Found.Failed(var why)) {
      return new Fetched.Failed(name + ", canary: " + why);
    }
    List<Line> baseline = control.found().lines();
    List<Line> canary = experiment.found().lines();
    Set<Map<String, String>> tags = new LinkedHashSet<>();
    baseline.forEach(line -> tags.add(line.tags()));
    canary.forEach(line -> tags.add(line.tags()));
    boolean labelled = tags.stream().anyMatch(one -> !one.isEmpty());
    if (tags.isEmpty()) {
      tags.add(Map.of());
    } else if (labelled) {
      tags.remove(Map.of());
    }
    if (tags.stream().map(Map::keySet).distinct().count() > 1) {
      return new Fetched.Failed(
          name + ": its series have different labels, " + tags + ", so they can not be paired");
    }
    List<TimedPair> pairs = new ArrayList<>();
    for (Map<String, String> one : tags) {
      pairs.add(pair(name, control.line(baseline, one), experiment.line(canary, one)));
    }
    return new Fetched.Pairs(pairs);
  }

  private static TimedPair pair(String name, Line control, Line experiment) {
    Map<String, String> tags = control.tags();
    String id = tags.isEmpty() ? name : name + tags;
    return new TimedPair(
        new MetricPair(name, id, tags, control.values(), experiment.values()),
        control.seconds(),
        experiment.seconds());
  }
}
