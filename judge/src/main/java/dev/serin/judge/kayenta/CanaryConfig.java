package dev.serin.judge.kayenta;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Kayenta's canary config: which metrics are compared, how, and what they weigh. Unknown fields
/// are ignored, as Kayenta does.
///
/// @param judge the name of the judge; empty for the only one there is
/// @param templates texts that queries refer to by name
/// @param groupWeights in percent; groups without one share what is left of 100
/// @param thresholds of the classifier; null when there are none
public record CanaryConfig(
    String name,
    String judge,
    List<CanaryMetric> metrics,
    Map<String, String> templates,
    Map<String, Double> groupWeights,
    @Nullable Thresholds thresholds) {

  /// Copies lists and maps.
  public CanaryConfig {
    metrics = List.copyOf(metrics);
    templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    groupWeights = Collections.unmodifiableMap(new LinkedHashMap<>(groupWeights));
  }

  /// Reads a config from the tree that a JSON reader makes: maps, lists, texts, numbers, booleans
  /// and nulls, whole numbers of 32 bits as `Integer`.
  ///
  /// @throws UnjudgeableException when a field has the wrong type
  public static CanaryConfig of(Map<String, ? extends @Nullable Object> tree) {
    Tree config = new Tree("", tree);
    Tree classifier = config.at("classifier");
    classifier.fieldsOrNone();
    return new CanaryConfig(
        textOrNone(config.at("name")),
        textOrNone(config.at("judge").at("name")),
        config.has("metrics") ? config.at("metrics").each(CanaryMetric::of) : List.of(),
        config.at("templates").textByName(),
        weights(classifier.at("groupWeights")),
        thresholds(classifier.at("scoreThresholds")));
  }

  private static String textOrNone(Tree text) {
    return text.node() == null ? "" : text.text();
  }

  private static Map<String, Double> weights(Tree weights) {
    Map<String, Double> all = new LinkedHashMap<>();
    weights
        .fieldsOrNone()
        .forEach(
            (group, weight) -> {
              Tree one = weights.at("" + group);
              if (weight == null || !Double.isFinite(one.sample())) {
                throw one.wrong("must be a finite number");
              }
              all.put("" + group, one.sample());
            });
    return all;
  }

  private static @Nullable Thresholds thresholds(Tree thresholds) {
    return thresholds.fieldsOrNone().isEmpty()
        ? null
        : new Thresholds(thresholds.at("pass").sample(), thresholds.at("marginal").sample());
  }

  /// The first metric of that name, which is the one that Kayenta takes.
  public Optional<CanaryMetric> metric(String named) {
    return metrics.stream().filter(metric -> metric.name().equals(named)).findFirst();
  }
}
