package dev.serin.core.analysis;

import dev.serin.core.analysis.AnalysisRun.RolloutView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes one specification of several templates.
final class Templates {
  private Templates() {}

  /// What `request` asks for, with all values but those of secrets.
  static Checked<AnalysisSpec> spec(
      AnalysisRequest request,
      Function<TemplateRef, Optional<AnalysisTemplate>> lookup,
      RolloutView rollout) {
    return gather(request.templates(), lookup)
        .then(Templates::flatten)
        .then(
            flat ->
                Arguments.known(request.args(), rollout)
                    .then(
                        given ->
                            Arguments.known(flat.args(), rollout)
                                .then(asked -> Arguments.merge(given, asked)))
                    .then(
                        args ->
                            unique(
                                new AnalysisSpec(
                                    flat.metrics(),
                                    args,
                                    joined(request.dryRun(), flat.dryRun()),
                                    joined(request.retention(), flat.retention())))));
  }

  /// One specification with all that `templates` hold: those of the namespace first.
  static Checked<AnalysisSpec> flatten(List<AnalysisTemplate> templates) {
    List<AnalysisSpec> specs =
        Stream.concat(
                in(TemplateRef.Scope.NAMESPACE, templates),
                in(TemplateRef.Scope.CLUSTER, templates))
            .map(AnalysisTemplate::spec)
            .toList();
    List<Metric> metrics = specs.stream().flatMap(s -> s.metrics().stream()).toList();
    String twice = firstTwice(metrics.stream().map(Metric::name).toList());
    if (twice != null) {
      return new Checked.Invalid<>("two metrics have the same name '" + twice + "'");
    }
    return args(specs)
        .then(
            args ->
                unique(
                    new AnalysisSpec(
                        metrics,
                        args,
                        specs.stream().flatMap(s -> s.dryRun().stream()).toList(),
                        specs.stream().flatMap(s -> s.retention().stream()).toList())));
  }

  /// The templates that `refs` name and those that they take in, each once.
  private static Checked<List<AnalysisTemplate>> gather(
      List<TemplateRef> refs, Function<TemplateRef, Optional<AnalysisTemplate>> lookup) {
    Map<TemplateRef, AnalysisTemplate> found = new LinkedHashMap<>();
    for (TemplateRef ref : refs) {
      String error = gather(ref, lookup, found, List.of());
      if (error != null) {
        return new Checked.Invalid<>(error);
      }
    }
    return new Checked.Valid<>(List.copyOf(found.values()));
  }

  /// Null when all went well.
  private static @Nullable String gather(
      TemplateRef ref,
      Function<TemplateRef, Optional<AnalysisTemplate>> lookup,
      Map<TemplateRef, AnalysisTemplate> found,
      List<TemplateRef> path) {
    if (path.contains(ref)) {
      return cycle(joined(path.subList(path.indexOf(ref), path.size()), List.of(ref)));
    }
    if (found.containsKey(ref)) {
      return null;
    }
    Optional<AnalysisTemplate> template = lookup.apply(ref);
    if (template.isEmpty()) {
      return kind(ref) + " '" + ref.name() + "' not found";
    }
    found.put(ref, template.get());
    return template.get().templates().stream()
        .map(inner -> gather(inner, lookup, found, joined(path, List.of(ref))))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String cycle(List<TemplateRef> path) {
    return "%s '%s' takes itself in: %s. Remove one of these references"
        .formatted(
            kind(path.getFirst()),
            path.getFirst().name(),
            path.stream().map(TemplateRef::name).collect(Collectors.joining(" -> ")));
  }

  private static Checked<List<Argument>> args(List<AnalysisSpec> specs) {
    Map<String, Argument> args = new LinkedHashMap<>();
    for (Argument arg : specs.stream().flatMap(s -> s.args().stream()).toList()) {
      Argument before = args.putIfAbsent(arg.name(), arg);
      if (before == null) {
        continue;
      }
      if (before.value() == null) {
        args.put(arg.name(), arg);
      } else if (arg.value() != null && !arg.value().equals(before.value())) {
        return new Checked.Invalid<>(
            "Argument `%s` specified multiple times with different values: '%s', '%s'"
                .formatted(arg.name(), before.value(), arg.value()));
      }
    }
    return new Checked.Valid<>(List.copyOf(args.values()));
  }

  private static Checked<AnalysisSpec> unique(AnalysisSpec spec) {
    String dryRun = firstTwice(spec.dryRun().stream().map(MetricRule::metricName).toList());
    if (dryRun != null) {
      return new Checked.Invalid<>("two Dry-Run metric rules have the same name '" + dryRun + "'");
    }
    String kept = firstTwice(spec.retention().stream().map(MetricRule::metricName).toList());
    return kept == null
        ? new Checked.Valid<>(spec)
        : new Checked.Invalid<>(
            "two Measurement Retention metric rules have the same name '" + kept + "'");
  }

  private static @Nullable String firstTwice(List<String> names) {
    Set<String> seen = new HashSet<>();
    return names.stream().filter(name -> !seen.add(name)).findFirst().orElse(null);
  }

  private static Stream<AnalysisTemplate> in(
      TemplateRef.Scope scope, List<AnalysisTemplate> templates) {
    return templates.stream().filter(t -> t.ref().scope() == scope);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static String kind(TemplateRef ref) {
    return switch (ref.scope()) {
      case NAMESPACE -> "AnalysisTemplate";
      case CLUSTER -> "ClusterAnalysisTemplate";
    };
  }
}
