package dev.serin.core.analysis;

import java.util.Map;

/// Which metric provider answers, and what it is asked.
///
/// @param kind the word in the manifest: `prometheus`, `web`, `job`, ..., or a plugin's name such
///     as `serin/gateway`. A manifest that names no provider has an empty one, and one that names
///     several has all their words, set apart by `, `: [AnalysisSpec#errors] tells of both
/// @param settings what stands under that word: a tree of maps, lists, strings, numbers and
/// booleans
public record ProviderConfig(String kind, Map<String, Object> settings) {
  /// The word for comparisons of canary and baseline.
  public static final String COMPARISON = "serin/comparison";

  /// The word for somebody else's yes or no.
  public static final String GATE = "serin/gate";

  /// Whether the metric compares canary and baseline by a statistical test.
  public boolean compares() {
    return kind.equals(COMPARISON);
  }
}
