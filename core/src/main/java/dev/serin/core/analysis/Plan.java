package dev.serin.core.analysis;

import java.util.List;

/// The metrics of a run with their arguments put in, and the rules that apply to each.
///
/// @param terms in the order of the specification
record Plan(List<MetricTerms> terms) {
  /// How many measurements of a metric are kept when no rule says otherwise.
  static final int KEPT = 10;

  /// The plan of `spec`, or what makes it invalid as Argo's run message tells it.
  static Checked<Plan> checked(AnalysisSpec spec) {
    return switch (resolved(spec)) {
      case Checked.Invalid<List<Metric>>(String why) ->
          new Checked.Invalid<>("Unable to resolve metric arguments: " + why);
      case Checked.Valid<List<Metric>>(List<Metric> metrics) -> {
        List<String> errors = MetricValidation.errors(spec, metrics);
        yield errors.isEmpty()
            ? new Checked.Valid<>(of(spec, metrics))
            : new Checked.Invalid<>("Analysis spec invalid: " + errors.getFirst());
      }
    };
  }

  /// The plan of `spec`, whatever may be wrong with it.
  static Plan unchecked(AnalysisSpec spec) {
    return switch (resolved(spec)) {
      case Checked.Invalid<List<Metric>> _ -> of(spec, spec.metrics());
      case Checked.Valid<List<Metric>>(List<Metric> metrics) -> of(spec, metrics);
    };
  }

  /// The metrics of `spec` with their arguments put in, and a stand-in for each secret.
  static Checked<List<Metric>> resolved(AnalysisSpec spec) {
    List<Argument> args = Arguments.withoutSecrets(spec.args());
    return Checked.all(
        spec.metrics().stream().map(metric -> Arguments.resolve(metric, args)).toList());
  }

  /// The names of the comparisons that count.
  List<String> comparisons() {
    return terms.stream()
        .filter(terms -> !terms.dryRun() && terms.compares())
        .map(MetricTerms::name)
        .toList();
  }

  private static Plan of(AnalysisSpec spec, List<Metric> metrics) {
    return new Plan(
        metrics.stream()
            .map(
                metric ->
                    new MetricTerms(
                        metric,
                        spec.dryRun().stream()
                            .anyMatch(r -> MetricValidation.matching(r).test(metric)),
                        kept(spec, metric)))
            .toList());
  }

  private static int kept(AnalysisSpec spec, Metric metric) {
    return spec.retention().stream()
        .filter(rule -> MetricValidation.matching(rule).test(metric))
        .map(MetricRule.Retention::limit)
        .reduce(KEPT, (_, limit) -> limit == null || limit <= 0 ? KEPT : limit);
  }
}
