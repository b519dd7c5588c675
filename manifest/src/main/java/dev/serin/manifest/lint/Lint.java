package dev.serin.manifest.lint;

import dev.serin.manifest.Document;
import dev.serin.manifest.Document.AnalysisRunDocument;
import dev.serin.manifest.Document.BackendDocument;
import dev.serin.manifest.Document.ExperimentDocument;
import dev.serin.manifest.Document.GatewayDocument;
import dev.serin.manifest.Document.OtherDocument;
import dev.serin.manifest.Document.RolloutDocument;
import dev.serin.manifest.Document.TemplateDocument;
import dev.serin.manifest.Manifests;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problems;
import dev.serin.manifest.tree.Value;
import java.util.List;

/// Finds what is allowed but unwise in manifests. Its problems are warnings and informations, never
/// errors.
///
/// The rules and their sources: Google's SRE workbook chapter 16, the paper on Canary Analysis
/// Service (queue 16(1), 2018), Amazon's and Azure's guides to safe deployment.
public final class Lint {
  private Lint() {}

  /// The advice on documents that were read without an error, in their order.
  public static List<Problem> check(Manifests manifests) {
    Problems problems = new Problems();
    for (Document document : manifests.documents()) {
      switch (document) {
        case RolloutDocument rollout -> rollout(rollout.content(), manifests, problems);
        case TemplateDocument template -> analysis(template.content(), problems);
        case AnalysisRunDocument run -> analysis(run.content(), problems);
        case BackendDocument backend -> backend(backend.content(), problems);
        case ExperimentDocument _, GatewayDocument _, OtherDocument _ -> {}
      }
    }
    return problems.list();
  }

  private static void analysis(Value document, Problems problems) {
    MetricLint.check(document, problems);
    FieldLint.arguments(document.walk("spec.args"), problems);
  }

  private static void rollout(Value rollout, Manifests manifests, Problems problems) {
    Value strategy = rollout.walk("spec.strategy");
    FieldLint.rollout(strategy, problems);
    pods(rollout.at("spec"), problems);
    if (strategy.at("canary").present()) {
      new PlanLint(strategy.at("canary"), problems).check();
      new AnalysisLint(strategy.at("canary"), Templates.of(manifests), problems).check();
    } else {
      blueGreen(strategy.at("blueGreen"), problems);
    }
  }

  private static void pods(Value spec, Problems problems) {
    if (spec.at("template").present() || spec.at("workloadRef").present()) {
      return;
    }
    for (String field : List.of("replicas", "minReadySeconds")) {
      if (spec.at(field).present()) {
        problems.info(
            "kubernetes-only",
            spec.at(field),
            "spec." + field + " has no effect: this rollout describes no pods",
            "leave it out, or add a template for Kubernetes");
      }
    }
  }

  private static void blueGreen(Value blueGreen, Problems problems) {
    boolean before = blueGreen.at("prePromotionAnalysis").present();
    if (!before && !blueGreen.at("postPromotionAnalysis").present()) {
      problems.warning(
          "no-analysis",
          blueGreen,
          "no analysis judges the new version, before the switch or after it",
          "add prePromotionAnalysis and postPromotionAnalysis");
    }
    problems.info(
        "before-after",
        blueGreen,
        "a switch of all traffic at once can only be compared with the time before it, not with a"
            + " control group",
        "use a canary where a slow start is possible");
  }

  private static void backend(Value backend, Problems problems) {
    if (backend.walk("spec.healthCheck.path").text().isEmpty()) {
      problems.info(
          "no-health-path",
          backend.walk("spec.healthCheck"),
          "an endpoint of this backend counts as healthy as soon as it takes a connection",
          "add `healthCheck: {path: /healthz}`, with the path that tells that it can serve");
    }
  }
}
