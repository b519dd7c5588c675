package dev.serin.core.analysis;

import dev.serin.core.analysis.Argument.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Gives arguments their values, and texts the values of arguments, by Argo's rules.
public final class Arguments {
  private Arguments() {}

  /// `template` with the value of each argument in the place of its `{{args.name}}`.
  public static Checked<String> resolve(String template, List<Argument> args) {
    return Substitution.of(args).then(s -> s.unlessFailed(s.fill(template)));
  }

  /// `metric` with the values of `args` in each of its texts, down to the provider's settings. In
  /// those of `serin/comparison` each `{{population}}` stays.
  public static Checked<Metric> resolve(Metric metric, List<Argument> args) {
    return Substitution.of(args)
        .then(
            s -> {
              Metric filled = filled(metric, s);
              return s.unlessFailed(filled).then(s::unlessUnwritable);
            });
  }

  /// The arguments of a template with the values that a rollout gives. What the template does not
  /// ask for is left out.
  public static Checked<List<Argument>> merge(List<Argument> given, List<Argument> asked) {
    List<Argument> merged = new ArrayList<>(asked);
    for (Argument arg : given) {
      for (int i = 0; i < merged.size(); i++) {
        if (merged.get(i).name().equals(arg.name())) {
          merged.set(i, merged(arg, merged.get(i)));
          break;
        }
      }
    }
    return merged.stream()
        .filter(a -> a.value() == null && a.from() == null)
        .findFirst()
        .<Checked<List<Argument>>>map(
            a -> new Checked.Invalid<>("args." + a.name() + " was not resolved"))
        .orElseGet(() -> new Checked.Valid<>(List.copyOf(merged)));
  }

  /// The value at `path` of a document of maps, lists, strings, numbers and booleans.
  ///
  /// @param path such as `status.pauseConditions[0].reason`
  public static Checked<String> field(Map<String, Object> document, String path) {
    return FieldPath.walk(document, path);
  }

  /// `args` with those values that a rollout knows; the others as they were.
  static Checked<List<Argument>> known(List<Argument> args, AnalysisRun.RolloutView rollout) {
    return Checked.all(args.stream().map(arg -> known(arg, rollout)).toList());
  }

  /// `args` with a stand-in for each secret, to check texts without reading any.
  static List<Argument> withoutSecrets(List<Argument> args) {
    return args.stream()
        .map(a -> a.from() instanceof Origin.Secret ? Argument.of(a.name(), "temp-for-secret") : a)
        .toList();
  }

  private static Checked<Argument> known(Argument arg, AnalysisRun.RolloutView rollout) {
    return switch (arg.from()) {
      case Origin.Field(String path) ->
          FieldPath.read(rollout.document(), path)
              .then(value -> new Checked.Valid<>(Argument.of(arg.name(), value)));
      case Origin.PodTemplateHash(Argument.Which which) ->
          new Checked.Valid<>(
              Argument.of(
                  arg.name(),
                  switch (which) {
                    case STABLE -> rollout.stableHash();
                    case LATEST -> rollout.latestHash();
                  }));
      case Origin.Secret _ -> new Checked.Valid<>(arg);
      case null -> new Checked.Valid<>(arg);
    };
  }

  private static Argument merged(Argument given, Argument asked) {
    if (given.value() != null) {
      return new Argument(asked.name(), given.value(), asked.from());
    }
    return given.from() == null ? asked : new Argument(asked.name(), asked.value(), given.from());
  }

  /// In the order in which Argo writes a metric, because of several faults the last is told.
  private static Metric filled(Metric metric, Substitution s) {
    String name = s.fill(metric.name());
    String interval = s.fillIfAny(metric.interval());
    String delay = s.fillIfAny(metric.initialDelay());
    String count = s.fillIfAny(metric.count());
    String success = s.fill(metric.successCondition());
    String failure = s.fill(metric.failureCondition());
    String failureLimit = s.fillIfAny(metric.limits().failure());
    String inconclusiveLimit = s.fillIfAny(metric.limits().inconclusive());
    String errorLimit = s.fillIfAny(metric.limits().consecutiveError());
    ProviderConfig provider =
        new ProviderConfig(metric.provider().kind(), s.fillSettings(metric.provider()));
    String successLimit = s.fillIfAny(metric.limits().consecutiveSuccess());
    return new Metric(
        name,
        interval,
        delay,
        count,
        success,
        failure,
        new Metric.Limits(failureLimit, inconclusiveLimit, errorLimit, successLimit),
        provider);
  }
}
