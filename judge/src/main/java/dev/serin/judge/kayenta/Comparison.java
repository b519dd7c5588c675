package dev.serin.judge.kayenta;

import java.util.Optional;
import java.util.Random;

/// The classification of one metric: what comes before, around and after the test.
final class Comparison {
  /// Of the shift's estimate; how far the interval must be away from 0.
  private static final double TOLERANCE = 0.25;

  /// For 98 % confidence, to the last bit as commons-math 3.6.1 computes it.
  private static final double QUANTILE = -2.326347874040841;

  /// Of a constant series' value; the standard deviation of the noise.
  private static final double NOISE = 1e-5;

  private static final MannWhitney TEST = new MannWhitney(QUANTILE);

  private final String name;
  private final MetricOptions options;
  private final Random noise;

  Comparison(String name, MetricOptions options, Random noise) {
    this.name = name;
    this.options = options;
    this.noise = noise;
  }

  /// What was found.
  ///
  /// @param ratio NaN for an error
  record Finding(
      Classification classification,
      String reason,
      double ratio,
      boolean critical,
      Optional<MetricResult.Evidence> evidence) {

    static Finding without(Classification classification, String reason, boolean critical) {
      return new Finding(classification, reason, 1, critical, Optional.empty());
    }
  }

  Finding of(Series experiment, Series control) {
    if (experiment.isEmpty() || control.isEmpty()) {
      return nothing();
    }
    if (experiment.hasValuesOf(control)) {
      return Finding.without(
          Classification.PASS, "The Canary and Baseline data are identical", false);
    }
    boolean constant = experiment.isConstant() && control.isConstant();
    if (!constant) {
      return compare(experiment, control);
    }
    if (experiment.at(0) == control.at(0)) {
      return Finding.without(Classification.PASS, "", false);
    }
    Series first = noisy(experiment);
    return compare(first, noisy(control));
  }

  private Finding nothing() {
    if (options.replacesNaN()) {
      return Finding.without(Classification.PASS, "", false);
    }
    boolean failing = options.mustHaveData() && !options.critical();
    return Finding.without(
        failing ? Classification.NODATA_FAIL_METRIC : Classification.NODATA,
        "Missing data for " + name,
        options.critical());
  }

  private Series noisy(Series series) {
    double spread = NOISE * series.at(0);
    return series.map(value -> value + noise.nextGaussian() * spread);
  }

  private Finding compare(Series experiment, Series control) {
    return TEST.shift(experiment, control)
        .map(shift -> weigh(shift, experiment, control))
        .orElseGet(
            () ->
                new Finding(
                    Classification.ERROR,
                    "Metric Classification Failed",
                    Double.NaN,
                    false,
                    Optional.empty()));
  }

  private Finding weigh(MannWhitney.Shift shift, Series experiment, Series control) {
    MetricOptions.Effect size = options.effect();
    double ratio = EffectSize.MEAN_RATIO.of(experiment, control);
    double effect =
        switch (size.measure()) {
          case MEAN_RATIO -> ratio;
          case CLES -> EffectSize.CLES.of(experiment, control);
        };
    Classification found = classification(shift, effect);
    boolean critical = options.critical() && critical(found, effect);
    return new Finding(
        found,
        reason(found, critical),
        ratio,
        critical,
        Optional.of(new MetricResult.Evidence(shift, effect)));
  }

  private Classification classification(MannWhitney.Shift shift, double effect) {
    MetricOptions.Effect size = options.effect();
    double bound = TOLERANCE * Math.abs(shift.estimate());
    if (size.direction().increase()
        && shift.lower() > bound
        && atLeast(effect, size.allowedIncrease())) {
      return Classification.HIGH;
    }
    boolean low =
        size.direction().decrease()
            && shift.upper() < -bound
            && atMost(effect, size.allowedDecrease());
    return low ? Classification.LOW : Classification.PASS;
  }

  private boolean critical(Classification found, double effect) {
    return switch (found) {
      case HIGH -> atLeast(effect, options.effect().criticalIncrease());
      case LOW -> atMost(effect, options.effect().criticalDecrease());
      case PASS, NODATA, NODATA_FAIL_METRIC, ERROR -> false;
    };
  }

  private String reason(Classification found, boolean critical) {
    if (found == Classification.PASS) {
      return "";
    }
    return critical
        ? "The metric %s was classified as %s (Critical)".formatted(name, found.label())
        : name + " was classified as " + found.label();
  }

  private static boolean atLeast(double effect, double threshold) {
    return Double.isNaN(effect) || effect >= threshold;
  }

  private static boolean atMost(double effect, double threshold) {
    return Double.isNaN(effect) || effect <= threshold;
  }
}
