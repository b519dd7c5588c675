package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisRequest;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.AnalysisTemplate;
import dev.serin.core.analysis.Argument;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.TemplateRef;
import dev.serin.core.rollout.Step;
import dev.serin.core.rollout.Strategy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A step of a canary that waits for somebody else's yes: the plugin `serin/gate` of a manifest.
///
/// It runs as an analysis with one metric of the provider of that name, so that it survives a
/// crash, is told of and is kept like any other.
public final class Gate {
  /// Where the provider finds the place of the step in its settings: `{step, steps}`, from 1.
  public static final String PLACE = "place";

  private static final String ARGUMENTS = "args";

  /// Nobody who can not be asked ends it: the rollout stands still then.
  private static final Metric.Limits LIMITS =
      new Metric.Limits(null, null, String.valueOf(Integer.MAX_VALUE), null);

  private Gate() {}

  /// The release with an analysis in the place of each gate; the release itself when it has none.
  public static Release in(Release release) {
    if (!(release.spec().strategy() instanceof Strategy.Canary plan)
        || plan.steps().stream().noneMatch(Gate::is)) {
      return release;
    }
    Map<TemplateRef, AnalysisTemplate> templates = new HashMap<>(release.templates());
    List<Step> steps = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (step instanceof Step.Plugin(_, var settings) && is(step)) {
        AnalysisTemplate template = template(settings, steps.size() + 1, plan.steps().size());
        templates.put(template.ref(), template);
        steps.add(
            new Step.Analysis(
                new AnalysisRequest(
                    List.of(template.ref()), given(settings), List.of(), List.of())));
      } else {
        steps.add(step);
      }
    }
    return new Release(
        release.id(),
        release.spec().with(plan.with(steps)),
        release.stable(),
        release.desired(),
        templates,
        release.document());
  }

  /// Whether a step of a manifest is one.
  public static boolean is(Step step) {
    return step instanceof Step.Plugin(var name, _) && name.equals(ProviderConfig.GATE);
  }

  private static AnalysisTemplate template(Map<String, Object> settings, int step, int steps) {
    Map<String, Object> about = new HashMap<>(settings);
    about.remove(ARGUMENTS);
    about.put(PLACE, Map.of("step", step, "steps", steps));
    Metric metric =
        new Metric(
            "gate",
            null,
            null,
            null,
            "",
            "",
            LIMITS,
            new ProviderConfig(ProviderConfig.GATE, Map.copyOf(about)));
    return new AnalysisTemplate(
        new TemplateRef(
            AnalysisRequest.GATE + step + "-" + sum(settings), TemplateRef.Scope.NAMESPACE),
        new AnalysisSpec(
            List.of(metric),
            arguments(settings).stream().map(Gate::declared).toList(),
            List.of(),
            List.of()),
        List.of());
  }

  /// Changes when the settings do, so that a plan whose gate is edited begins again.
  private static String sum(Map<String, Object> settings) {
    CRC32 sum = new CRC32();
    sum.update(ordered(settings).toString().getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private static Object ordered(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put(String.valueOf(key), ordered(value)));
      return sorted;
    }
    return tree instanceof List<?> list ? list.stream().map(Gate::ordered).toList() : tree;
  }

  /// What a template says of an argument: where a secret is, and nothing of others.
  private static Argument declared(Argument argument) {
    return argument.from() instanceof Argument.Origin.Secret
        ? argument
        : new Argument(argument.name(), null, null);
  }

  /// What a rollout gives a template.
  private static List<Argument> given(Map<String, Object> settings) {
    return arguments(settings).stream()
        .filter(argument -> !(argument.from() instanceof Argument.Origin.Secret))
        .toList();
  }

  /// The arguments of a gate's settings, written as those of an AnalysisTemplate.
  public static List<Argument> arguments(Map<String, Object> settings) {
    return settings.get(ARGUMENTS) instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .map(item -> argument((Map<?, ?>) item))
            .toList()
        : List.of();
  }

  private static Argument argument(Map<?, ?> written) {
    Object value = written.get("value");
    return new Argument(
        String.valueOf(written.get("name")),
        value == null ? null : String.valueOf(value),
        origin(written.get("valueFrom")));
  }

  private static Argument.@Nullable Origin origin(@Nullable Object from) {
    if (from instanceof Map<?, ?> places
        && places.get("secretKeyRef") instanceof Map<?, ?> secret) {
      return new Argument.Origin.Secret(
          String.valueOf(secret.get("name")), String.valueOf(secret.get("key")));
    }
    if (from instanceof Map<?, ?> places && places.get("fieldRef") instanceof Map<?, ?> field) {
      return new Argument.Origin.Field(String.valueOf(field.get("fieldPath")));
    }
    return null;
  }
}
