package dev.serin.judge.kayenta;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One metric of a [CanaryConfig].
///
/// @param place where it stands in its config, for messages
/// @param groups in which it is scored; null when the config has none, which fails a judgement
/// @param scopeName which scope of a request it belongs to
/// @param query what to ask a metric store, as its store wants it
/// @param analysis `analysisConfigurations.canary`, checked when the metric is judged; null for
///     none
public record CanaryMetric(
    String place,
    String name,
    @Nullable List<String> groups,
    String scopeName,
    Map<String, Object> query,
    @Nullable Object analysis) {

  static CanaryMetric of(String place, @Nullable Object node) {
    Tree metric = new Tree(place, node).fields();
    Tree analysis = metric.at("analysisConfigurations");
    analysis.fieldsOrNone();
    return new CanaryMetric(
        place,
        metric.at("name").text(),
        metric.at("groups").node() == null ? null : metric.at("groups").texts(),
        metric.at("scopeName").node() == null ? "default" : metric.at("scopeName").text(),
        query(metric.at("query")),
        analysis.at("canary").node());
  }

  private static Map<String, Object> query(Tree query) {
    Map<String, Object> fields = new LinkedHashMap<>();
    query
        .fieldsOrNone()
        .forEach(
            (name, value) -> {
              if (value != null) {
                fields.put("" + name, value);
              }
            });
    return fields;
  }

  MetricOptions options() {
    return new MetricOptions(new Tree(place + ".analysisConfigurations.canary", analysis));
  }
}
