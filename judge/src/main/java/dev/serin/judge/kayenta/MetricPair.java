package dev.serin.judge.kayenta;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The data of one metric on both sides.
///
/// @param id as the data names it; empty for none
/// @param tags what tells series of one metric apart
/// @param control the baseline
/// @param experiment the canary
public record MetricPair(
    String name, String id, Map<String, String> tags, Series control, Series experiment) {

  /// Whether both sides have any value but NaN; what Kayenta says of other pairs is no comparison.
  public boolean hasData() {
    return control.hasData() && experiment.hasData();
  }

  /// Reads Kayenta's metric set pairs from the tree that a JSON reader makes. In values null is 0,
  /// and NaN and infinities may be texts.
  ///
  /// @throws UnjudgeableException when a field is missing or has the wrong type
  public static List<MetricPair> allOf(@Nullable Object tree) {
    return new Tree("metricPairs", tree).each(MetricPair::of);
  }

  private static MetricPair of(String place, @Nullable Object node) {
    Tree pair = new Tree(place, node).fields();
    Tree values = pair.at("values");
    return new MetricPair(
        pair.at("name").text(),
        pair.at("id").node() == null ? "" : pair.at("id").text(),
        pair.at("tags").textByName(),
        series(values.at("control")),
        series(values.at("experiment")));
  }

  private static Series series(Tree values) {
    List<Double> all = values.each((place, item) -> new Tree(place, item).sample());
    return Series.of(all.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
