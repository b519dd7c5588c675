package dev.serin.judge;

import dev.serin.judge.latency.LatencyHistogram;
import dev.serin.judge.published.QuantileSequence;
import dev.serin.judge.sequential.Interval;

/// A quantile of both sides, with where the ratio of the two lies at all times (Howard and Ramdas
/// 2022, each side at half of alpha, widened to whole buckets).
final class QuantileEstimate {
  private static final double TIGHTEST = 1000;

  private QuantileEstimate() {}

  static Estimate of(
      double quantile, double alpha, LatencyHistogram canary, LatencyHistogram baseline) {
    String share = Figures.digits(quantile * 100, 4);
    Interval ratio = null;
    if (canary.total() > 0 && baseline.total() > 0) {
      Interval ofCanary = interval(quantile, alpha / 2, canary);
      Interval ofBaseline = interval(quantile, alpha / 2, baseline);
      ratio =
          new Interval(
              ofCanary.lower() / ofBaseline.upper(),
              ofBaseline.lower() == 0
                  ? Double.POSITIVE_INFINITY
                  : ofCanary.upper() / ofBaseline.lower());
    }
    return new Estimate(
        "p" + share,
        Estimate.Unit.SECONDS,
        canary.quantile(quantile),
        baseline.quantile(quantile),
        ratio,
        null);
  }

  private static Interval interval(double quantile, double alpha, LatencyHistogram latencies) {
    QuantileSequence.Counts counts =
        new QuantileSequence(quantile, TIGHTEST, alpha).after(latencies.total(), alpha);
    return new Interval(
        counts.least() == 0 ? 0 : latencies.lowerEdgeOf(counts.least()),
        counts.most() == latencies.total()
            ? Double.POSITIVE_INFINITY
            : latencies.upperEdgeOf(counts.most() + 1));
  }
}
