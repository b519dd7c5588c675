package dev.serin.providers.kayenta;

import dev.serin.judge.kayenta.CanaryMetric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes PromQL of a metric's query, as Kayenta's Prometheus store does.
///
/// A template that begins with `PromQL:` is the whole query. Other templates are filters of
/// `metricName`. `${name}` is replaced by a binding, `${name:-text}` by `text` when there is none.
final class PromqlText {
  private static final String WHOLE = "PromQL:";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\\\?\\{([^}:]+)(?::-([^}]*))?}");

  private final Map<String, String> templates;

  /// @param templates of the config, by name
  PromqlText(Map<String, String> templates) {
    this.templates = templates;
  }

  /// The query of a metric for one side.
  ///
  /// @throws IllegalArgumentException when it can not be made
  String of(CanaryMetric metric, Map<String, String> bindings) {
    String type = text(metric, "type", text(metric, "serviceType", "prometheus"));
    if (!type.equals("prometheus")) {
      throw wrong(metric, ".type is \"" + type + "\": only prometheus can be asked");
    }
    String filter = filled(metric, template(metric), bindings).strip();
    return filter.startsWith(WHOLE)
        ? filter.substring(WHOLE.length()).strip()
        : average(metric, filter);
  }

  private String template(CanaryMetric metric) {
    String inline = text(metric, "customInlineTemplate", "");
    String named = text(metric, "customFilterTemplate", "");
    if (!inline.isEmpty() || named.isEmpty()) {
      return inline;
    }
    String found = templates.get(named);
    if (found == null) {
      throw wrong(metric, ".customFilterTemplate is \"" + named + "\": templates has none");
    }
    return found;
  }

  private static String filled(CanaryMetric metric, String template, Map<String, String> bindings) {
    Map<String, String> all = new LinkedHashMap<>();
    metric.query().keySet().forEach(name -> all.put(name, text(metric, name, "")));
    all.putAll(bindings);
    Matcher variables = VARIABLE.matcher(template);
    return variables.replaceAll(found -> Matcher.quoteReplacement(value(metric, found, all)));
  }

  private static String value(
      CanaryMetric metric, java.util.regex.MatchResult variable, Map<String, String> all) {
    String value = all.getOrDefault(variable.group(1), variable.group(2));
    if (value == null) {
      throw wrong(
          metric,
          " names ${%s}, which has no value; there are: %s"
              .formatted(
                  variable.group(1),
                  all.keySet().stream().sorted().collect(Collectors.joining(", "))));
    }
    return value;
  }

  private static String average(CanaryMetric metric, String filter) {
    String name = text(metric, "metricName", "");
    if (name.isEmpty()) {
      throw wrong(metric, " has neither customInlineTemplate nor metricName");
    }
    if (filter.isEmpty()) {
      throw wrong(
          metric,
          " does not tell canary from baseline: give customInlineTemplate, such as"
              + " version=\"${scope}\" or PromQL:rate(errors{version=\"${scope}\"}[1m])");
    }
    String labels =
        Stream.concat(
                Stream.of(filter.split(",")).map(String::strip).filter(part -> !part.isEmpty()),
                texts(metric, "labelBindings").stream())
            .collect(Collectors.joining(","));
    List<String> groups = texts(metric, "groupByFields");
    String by = groups.isEmpty() ? "" : " by (" + String.join(", ", groups) + ")";
    return "avg(" + name + "{" + labels + "})" + by;
  }

  private static String text(CanaryMetric metric, String field, String otherwise) {
    return metric.query().get(field) instanceof String text ? text : otherwise;
  }

  private static List<String> texts(CanaryMetric metric, String field) {
    return metric.query().get(field) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static IllegalArgumentException wrong(CanaryMetric metric, String problem) {
    return new IllegalArgumentException(metric.place() + ".query" + problem);
  }
}
