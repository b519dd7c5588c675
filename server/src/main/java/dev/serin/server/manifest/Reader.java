package dev.serin.server.manifest;

import dev.serin.core.analysis.Conditions;
import dev.serin.manifest.ManifestReader;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.condition.ConditionError;
import dev.serin.manifest.condition.ExprConditions;
import dev.serin.manifest.lint.Lint;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The parts that read manifests and conditions, put together.
public final class Reader {
  private Reader() {}

  /// Judges results by conditions.
  public static Conditions conditions() {
    return new ExprConditions();
  }

  /// Reads files as one set, and looks into their conditions.
  public static Manifests read(List<Source> sources) {
    return new ManifestReader(
            condition -> ExprConditions.check(condition).map(ConditionError::message))
        .read(sources);
  }

  /// All that is wrong with files, and all that is unwise.
  public static List<Problem> problems(List<Source> sources) {
    Manifests manifests = read(sources);
    return Stream.of(
            manifests.problems(),
            PluginSettings.problems(manifests),
            GatewayReading.problems(manifests),
            Lint.check(manifests))
        .flatMap(List::stream)
        .sorted(
            Comparator.comparingInt((Problem p) -> p.place().line())
                .thenComparingInt(p -> p.place().column()))
        .toList();
  }
}
