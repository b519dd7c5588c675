package dev.serin.manifest;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.Argument.Origin;
import dev.serin.core.analysis.Argument.Which;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.MetricRule;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.manifest.tree.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes what is measured, and what a rollout asks for.
final class AnalysisMapping {
  private AnalysisMapping() {}

  static AnalysisSpec spec(Value spec) {
    return new AnalysisSpec(
        spec.at("metrics").items().stream().map(AnalysisMapping::metric).toList(),
        spec.at("args").items().stream().map(AnalysisMapping::argument).toList(),
        dryRun(spec),
        retention(spec));
  }

  /// A rollout's analysis. An argument that a rollout gives without a value is empty, as for Argo.
  static AnalysisRequest request(Value analysis) {
    return new AnalysisRequest(
        templates(analysis.at("templates")),
        analysis.at("args").items().stream()
            .map(AnalysisMapping::argument)
            .map(
                arg ->
                    arg.value() == null && arg.from() == null ? Argument.of(arg.name(), "") : arg)
            .toList(),
        dryRun(analysis),
        retention(analysis));
  }

  static List<TemplateRef> templates(Value templates) {
    return templates.items().stream()
        .map(
            ref ->
                new TemplateRef(
                    ref.at("templateName").text(),
                    ref.at("clusterScope").flag(false)
                        ? TemplateRef.Scope.CLUSTER
                        : TemplateRef.Scope.NAMESPACE))
        .toList();
  }

  private static List<MetricRule.DryRun> dryRun(Value spec) {
    return spec.at("dryRun").items().stream()
        .map(rule -> new MetricRule.DryRun(rule.at("metricName").text()))
        .toList();
  }

  private static List<MetricRule.Retention> retention(Value spec) {
    return spec.at("measurementRetention").items().stream()
        .map(
            rule ->
                new MetricRule.Retention(rule.at("metricName").text(), rule.at("limit").whole(0)))
        .toList();
  }

  private static Metric metric(Value metric) {
    return new Metric(
        metric.at("name").text(),
        given(metric.at("interval")),
        given(metric.at("initialDelay")),
        metric.at("count").scalar(),
        metric.at("successCondition").text(),
        metric.at("failureCondition").text(),
        new Metric.Limits(
            metric.at("failureLimit").scalar(),
            metric.at("inconclusiveLimit").scalar(),
            metric.at("consecutiveErrorLimit").scalar(),
            metric.at("consecutiveSuccessLimit").scalar()),
        provider(metric.at("provider")));
  }

  private static @Nullable String given(Value text) {
    return text.text().isEmpty() ? null : text.text();
  }

  /// The one provider, a plugin by its own name.
  private static ProviderConfig provider(Value provider) {
    Value plugins = provider.at("plugin");
    Value among = plugins.fields().isEmpty() ? provider : plugins;
    Map.Entry<String, Value> only = among.fields().entrySet().iterator().next();
    return new ProviderConfig(only.getKey(), only.getValue().map());
  }

  private static Argument argument(Value arg) {
    return new Argument(arg.at("name").text(), arg.at("value").textOrNull(), origin(arg));
  }

  private static @Nullable Origin origin(Value arg) {
    Value from = arg.at("valueFrom");
    Value secret = from.at("secretKeyRef");
    if (secret.present()) {
      return new Origin.Secret(secret.at("name").text(), secret.at("key").text());
    }
    if (from.at("fieldRef").present()) {
      return new Origin.Field(from.walk("fieldRef.fieldPath").text());
    }
    Value hash = from.at("podTemplateHashValue");
    return hash.present()
        ? new Origin.PodTemplateHash(hash.text().equals("Stable") ? Which.STABLE : Which.LATEST)
        : null;
  }
}
