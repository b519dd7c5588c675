package dev.serin.judge.kayenta;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came out for one metric.
///
/// @param reason empty for none
/// @param experiment the canary as it was judged
/// @param control the baseline as it was judged
/// @param ratio the canary's mean by the baseline's; 1 where no test was needed, NaN for an error
/// @param critical whether it alone fails the judgement
/// @param muted whether it is left out of the scores
/// @param evidence what the test found; null where no test was needed or possible
public record MetricResult(
    String name,
    String id,
    Map<String, String> tags,
    Classification classification,
    String reason,
    List<String> groups,
    SeriesSummary experiment,
    SeriesSummary control,
    double ratio,
    boolean critical,
    boolean muted,
    @Nullable Evidence evidence) {

  /// What the test found.
  ///
  /// @param effect the effect size by the metric's own measure
  public record Evidence(MannWhitney.Shift shift, double effect) {}

  Map<String, Object> tree() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", name);
    result.put("tags", tags);
    if (!id.isEmpty()) {
      result.put("id", id);
    }
    result.put("classification", classification.label());
    if (!reason.isEmpty()) {
      result.put("classificationReason", reason);
    }
    result.put("groups", groups);
    result.put("experimentMetadata", experiment.tree());
    result.put("controlMetadata", control.tree());
    if (classification != Classification.ERROR) {
      result.put("resultMetadata", Map.of("ratio", ratio));
    }
    result.put("critical", critical);
    result.put("muted", muted);
    return result;
  }
}
