package dev.serin.manifest.lint;

import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.stream.Stream;

/// Advice on arguments that are taken from a rollout's fields.
final class FieldLint {
  private FieldLint() {}

  /// @param strategy a rollout's `spec.strategy`
  static void rollout(Value strategy, Problems problems) {
    Value canary = strategy.at("canary");
    Value blueGreen = strategy.at("blueGreen");
    Stream.concat(
            Stream.of(
                canary.at("analysis"),
                blueGreen.at("prePromotionAnalysis"),
                blueGreen.at("postPromotionAnalysis")),
            canary.at("steps").items().stream().map(step -> step.at("analysis")))
        .forEach(analysis -> arguments(analysis.at("args"), problems));
  }

  static void arguments(Value arguments, Problems problems) {
    for (Value argument : arguments.items()) {
      Value path = argument.walk("valueFrom.fieldRef.fieldPath");
      if (path.text().startsWith("status")) {
        problems.warning(
            "unavailable-field",
            path,
            "argument `%s` is taken from %s, which only a rollout in Kubernetes has; `serin run` refuses it"
                .formatted(argument.at("name").text(), path.text()),
            "take it from a field below metadata or spec, or write a value");
      }
    }
  }
}
