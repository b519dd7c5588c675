package dev.serin.judge.kayenta;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Kayenta's judge `NetflixACAJudge-v1.0`: compares the series of each metric by a Mann-Whitney
/// interval, and adds up to a score.
///
/// It is as Kayenta is, weaknesses included: it looks once, at a fixed sample, and knows no
/// exposure. Only its noise differs: Kayenta blurs two constant series with random noise, and this
/// judge does so from a seed, so that the same data has the same judgement.
public final class NetflixJudge {
  /// The judge's name in a config.
  public static final String NAME = "NetflixACAJudge-v1.0";

  private static final long SEED = 42;

  private final long seed;

  /// A judge with the usual seed.
  public NetflixJudge() {
    this(SEED);
  }

  /// @param seed of the noise, which begins anew with each judgement
  public NetflixJudge(long seed) {
    this.seed = seed;
  }

  /// Judges a canary.
  ///
  /// @param pairs in the order in which results and noise follow
  /// @throws UnjudgeableException where Kayenta fails as a whole: another judge, a pair without a
  ///     metric, a metric without groups, an option of the wrong type
  public Judgement judge(CanaryConfig config, Thresholds thresholds, List<MetricPair> pairs) {
    if (!config.judge().isEmpty() && !config.judge().equals(NAME)) {
      throw new UnjudgeableException(
          "judge.name", "is \"" + config.judge() + "\": the only judge here is " + NAME);
    }
    Random noise = new Random(seed);
    List<MetricResult> results = new ArrayList<>(pairs.size());
    for (MetricPair pair : pairs) {
      results.add(judge(metric(config, pair), pair, noise));
    }
    List<WeightedSumScorer.Vote> votes = results.stream().map(NetflixJudge::vote).toList();
    return new Judgement(
        results, new WeightedSumScorer(config.groupWeights()).score(votes, thresholds));
  }

  private static CanaryMetric metric(CanaryConfig config, MetricPair pair) {
    return config
        .metric(pair.name())
        .orElseThrow(
            () ->
                new UnjudgeableException(
                    "metrics",
                    "has none for the data: Could not find metric config for " + pair.name()));
  }

  private static MetricResult judge(CanaryMetric metric, MetricPair pair, Random noise) {
    if (metric.groups() == null) {
      throw new UnjudgeableException(
          metric.place() + ".groups", "is missing: give a list of names, or []");
    }
    MetricOptions options = metric.options();
    Series experiment = prepared(pair.experiment(), options);
    Series control = prepared(pair.control(), options);
    Comparison.Finding finding =
        new Comparison(metric.name(), options, noise).of(experiment, control);
    return new MetricResult(
        pair.name(),
        pair.id(),
        pair.tags(),
        finding.classification(),
        finding.reason(),
        metric.groups(),
        experiment.summary(),
        control.summary(),
        finding.ratio(),
        finding.critical(),
        options.muted(),
        finding.evidence().orElse(null));
  }

  private static Series prepared(Series series, MetricOptions options) {
    Series known = series;
    if (series.hasNaN()) {
      known =
          options.replacesNaN()
              ? series.map(value -> Double.isNaN(value) ? 0 : value)
              : series.where(value -> !Double.isNaN(value));
    }
    Series judged = known;
    return options.outliers().map(outliers -> outliers.removedFrom(judged)).orElse(judged);
  }

  private static WeightedSumScorer.Vote vote(MetricResult result) {
    return new WeightedSumScorer.Vote(
        result.classification(),
        result.reason(),
        result.groups(),
        result.critical(),
        result.muted());
  }
}
