package dev.serin.server.site;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.Secrets;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.engine.Gate;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.StepText;
import dev.serin.core.rollout.Strategy;
import dev.serin.server.Refusal;
import dev.serin.server.manifest.PluginSettings;
import dev.serin.server.router.Balancers;
import dev.serin.server.router.RouterChoice;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds everything in a release that can not run here, before anything moves.
public final class Admission {
  private final Release release;
  private final Abilities abilities;
  private final Set<String> problems = new LinkedHashSet<>();
  private Set<Capability> capabilities = EnumSet.allOf(Capability.class);

  private Admission(Release release, Abilities abilities) {
    this.release = release;
    this.abilities = abilities;
  }

  /// What this process can do.
  ///
  /// @param router what carries the users, or why nothing can
  /// @param backends whether manifests, not the command line, name the versions' servers
  /// @param providers the words of the metric providers that answer here
  public record Abilities(
      Checked<RouterChoice> router, boolean backends, Set<String> providers, Secrets secrets) {}

  /// Checks a release.
  ///
  /// @throws Refusal with all that can not run here
  public static void check(Release release, Abilities abilities) {
    Admission admission = new Admission(release, abilities);
    admission.check();
    if (!admission.problems.isEmpty()) {
      throw new Refusal(
          "nothing was started, because "
              + release.id()
              + " can not run here:\n- "
              + String.join("\n- ", admission.problems));
    }
  }

  private void check() {
    switch (abilities.router()) {
      case Checked.Valid<RouterChoice>(var router) -> router(router);
      case Checked.Invalid<RouterChoice>(var why) -> problems.add(why);
    }
    switch (release.spec().strategy()) {
      case Strategy.Canary canary -> canary(canary);
      case Strategy.BlueGreen blueGreen -> {
        analysis("prePromotionAnalysis", blueGreen.prePromotion());
        analysis("postPromotionAnalysis", blueGreen.postPromotion());
      }
    }
  }

  private void router(RouterChoice router) {
    Optional<String> wrong = Balancers.problem(router, release.spec().strategy());
    problems.addAll(wrong.stream().toList());
    if (router.kind() != RouterChoice.Kind.GATEWAY && !abilities.backends()) {
      // The pool that is stable today is on trial tomorrow: named by its role it would change its
      // servers under a weight that is in force.
      problems.add(
          router.kind().word()
              + " needs a Backend for each version, since its pools keep their servers from release"
              + " to release: add Backends in place of --stable and --canary");
    }
    capabilities =
        wrong.isPresent() ? EnumSet.allOf(Capability.class) : Balancers.capabilities(router);
  }

  private void canary(Strategy.Canary canary) {
    for (int i = 0; i < canary.steps().size(); i++) {
      step("step " + (i + 1), canary.steps().get(i));
    }
    if (canary.background() != null) {
      analysis("analysis", canary.background().request());
    }
  }

  private void step(String place, Step step) {
    switch (step) {
      case Step.Experiment _ ->
          problems.add(place + " is an experiment, which can not run here yet; take it out");
      case Step.Plugin plugin -> plugin(place, plugin);
      case Step.Analysis(var request) -> analysis(place, request);
      case Step.SetHeaderRoute _ -> capability(place, step, Capability.HEADER_ROUTE);
      case Step.SetMirrorRoute _ -> capability(place, step, Capability.MIRROR);
      case Step.SetWeight _ -> capability(place, step, Capability.WEIGHT);
      case Step.Pause _, Step.SetCanaryScale _ -> {}
    }
  }

  private void plugin(String place, Step.Plugin plugin) {
    if (!Gate.is(plugin)) {
      problems.add(
          place
              + " asks the plugin "
              + plugin.name()
              + ", and of step plugins only "
              + ProviderConfig.GATE
              + " runs here; take it out");
      return;
    }
    PluginSettings.problem(ProviderConfig.GATE, plugin.settings())
        .ifPresent(why -> problems.add(place + ": " + why));
    arguments(place, Gate.arguments(plugin.settings()), Set.of());
  }

  private void capability(String place, Step step, Capability needed) {
    if (!capabilities.contains(needed)) {
      problems.add(place + " (" + StepText.of(step) + ") is more than this router can do");
    }
  }

  private void analysis(String place, @Nullable AnalysisRequest request) {
    if (request == null) {
      return;
    }
    arguments(place, request.args(), Set.of());
    Set<String> given = request.args().stream().map(Argument::name).collect(Collectors.toSet());
    Set<TemplateRef> seen = new HashSet<>();
    request.templates().forEach(ref -> template(place, ref, seen, given));
  }

  /// @param given the arguments that the rollout gives a value of its own
  private void template(String place, TemplateRef ref, Set<TemplateRef> seen, Set<String> given) {
    AnalysisTemplate template = release.templates().get(ref);
    if (!seen.add(ref)) {
      return;
    }
    if (template == null) {
      problems.add(place + " names the analysis template " + ref.name() + ", which is missing");
      return;
    }
    template.spec().metrics().forEach(metric -> metric(ref, metric));
    arguments("analysis template " + ref.name(), template.spec().args(), given);
    template.templates().forEach(next -> template(place, next, seen, given));
  }

  private void metric(TemplateRef template, Metric metric) {
    String kind = metric.provider().kind();
    if (!abilities.providers().contains(kind)) {
      problems.add(
          "metric "
              + metric.name()
              + " of analysis template "
              + template.name()
              + " asks "
              + kind
              + ", which is not there; there are: "
              + String.join(", ", abilities.providers().stream().sorted().toList()));
    } else {
      PluginSettings.problem(kind, metric.provider().settings())
          .ifPresent(
              why ->
                  problems.add(
                      "metric "
                          + metric.name()
                          + " of analysis template "
                          + template.name()
                          + ": "
                          + why));
    }
  }

  private void arguments(String place, List<Argument> args, Set<String> given) {
    args.stream()
        .filter(argument -> !given.contains(argument.name()))
        .forEach(argument -> argument(place + ": argument " + argument.name(), argument.from()));
  }

  private void argument(String place, Argument.@Nullable Origin from) {
    switch (from) {
      case Argument.Origin.Secret(var name, var key) -> {
        String namespace = release.id().namespace();
        if (abilities.secrets().read(namespace, name, key).isEmpty()) {
          String secret = name + "/" + key;
          problems.add(
              "%s needs the secret %s; say where it is with --secret %s/%s=env:VAR or =file:PATH"
                  .formatted(place, secret, namespace, secret));
        }
      }
      case Argument.Origin.Field(var path) -> {
        if (path.startsWith("status")) {
          problems.add(
              place
                  + " is taken from "
                  + path
                  + ", which only a rollout in Kubernetes has; take it from a field below metadata"
                  + " or spec, or write a value");
        }
      }
      case Argument.Origin.PodTemplateHash _ -> {}
      case null -> {}
    }
  }
}
