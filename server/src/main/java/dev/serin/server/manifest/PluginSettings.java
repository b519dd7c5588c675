package dev.serin.server.manifest;

import dev.serin.core.analysis.ProviderConfig;
import dev.serin.gateway.Gateway;
import dev.serin.manifest.Document;
import dev.serin.manifest.Document.AnalysisRunDocument;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Document.TemplateDocument;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import dev.serin.providers.comparison.ComparisonProvider;
import dev.serin.providers.gate.GateProvider;
import dev.serin.signals.RouterMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What Serin's own metric providers say of their settings. They can only be asked about what has
/// no argument in it.
public final class PluginSettings {
  private static final Map<String, Function<Map<String, Object>, Optional<String>>> CHECKS =
      Map.of(
          RouterMetrics.KIND,
          RouterMetrics::problem,
          Gateway.KIND,
          RouterMetrics::problem,
          ComparisonProvider.KIND,
          ComparisonProvider::problem,
          ProviderConfig.GATE,
          GateProvider::problem);

  private PluginSettings() {}

  /// What is wrong with settings, and what is right; empty when nothing is, when an argument is to
  /// be put in, and for providers that are not Serin's own.
  public static Optional<String> problem(String kind, Map<String, Object> settings) {
    Function<Map<String, Object>, Optional<String>> check = CHECKS.get(kind);
    return check == null || settings.toString().contains("{{args.")
        ? Optional.empty()
        : check.apply(settings);
  }

  /// The problems of all metrics, at their places.
  public static List<Problem> problems(Manifests manifests) {
    Problems problems = new Problems();
    for (Document document : manifests.documents()) {
      if (document instanceof TemplateDocument template) {
        metrics(template.content(), problems);
      } else if (document instanceof AnalysisRunDocument run) {
        metrics(run.content(), problems);
      } else if (document instanceof RolloutDocument rollout) {
        steps(rollout.content(), problems);
      }
    }
    return problems.list();
  }

  private static void steps(Value document, Problems problems) {
    for (Value step : document.walk("spec.strategy.canary.steps").items()) {
      Value plugin = step.at("plugin");
      Value settings = plugin.at("config");
      if (plugin.at("name").text().equals(ProviderConfig.GATE)) {
        problem(ProviderConfig.GATE, settings.map())
            .ifPresent(
                why ->
                    problems.error(
                        "gate-settings",
                        settings.present() ? settings : plugin,
                        why,
                        "see docs/guide/gates.md"));
      }
    }
  }

  private static void metrics(Value document, Problems problems) {
    for (Value metric : document.walk("spec.metrics").items()) {
      Value plugins = metric.walk("provider.plugin");
      for (String kind : plugins.names()) {
        problem(kind, plugins.at(kind).map())
            .ifPresent(
                why ->
                    problems.error(
                        "provider-settings",
                        plugins.at(kind),
                        why,
                        "see docs/guide/comparison.md and docs/guide/analysis.md"));
      }
    }
  }
}
