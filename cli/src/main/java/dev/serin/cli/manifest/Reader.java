package dev.serin.cli.manifest;

import dev.serin.core.analysis.Conditions;
import dev.serin.manifest.ManifestReader;
import dev.serin.manifest.condition.ConditionError;
import dev.serin.manifest.condition.ExprConditions;

/// The parts that read manifests and conditions, put together.
public final class Reader {
  private Reader() {}

  /// Judges results by conditions.
  public static Conditions conditions() {
    return new ExprConditions();
  }

  /// Reads manifests, and looks into their conditions.
  public static ManifestReader manifests() {
    return new ManifestReader(
        condition -> ExprConditions.check(condition).map(ConditionError::message));
  }
}
