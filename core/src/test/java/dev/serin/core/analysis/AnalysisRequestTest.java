package dev.serin.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRun.RolloutView;
import dev.serin.core.analysis.Argument.Origin;
import dev.serin.core.analysis.TemplateRef.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// From what a rollout asks for to a run.
class AnalysisRequestTest {
  private static final RolloutView ROLLOUT =
      new RolloutView(
          Map.of(
              "metadata", Map.of("name", "shop", "labels", Map.of("app", "web")),
              "spec", Map.of("replicas", 3)),
          "aaa",
          "bbb");

  @Test
  void templatesThatTakeInTemplatesBecomeOneRun() {
    AnalysisTemplate outer = template("outer", List.of("x"), "inner", "shared");
    AnalysisTemplate inner = template("inner", List.of("y"), "shared");
    AnalysisTemplate shared = template("shared", List.of("z"));

    AnalysisRun run = valid(create(List.of(), outer, inner, shared));

    assertThat(run.spec().metrics()).extracting(Metric::name).containsExactly("x", "y", "z");
    assertThat(run.status().phase()).isEqualTo(AnalysisPhase.PENDING);
  }

  @Test
  void aTemplateThatTakesItselfInIsRefusedWithTheWayRound() {
    AnalysisTemplate a = template("a", List.of("x"), "b");
    AnalysisTemplate b = template("b", List.of("y"), "a");

    assertThat(create(List.of(), a, b))
        .isEqualTo(
            new Checked.Invalid<AnalysisRun>(
                "AnalysisTemplate 'a' takes itself in: a -> b -> a."
                    + " Remove one of these references"));
  }

  @Test
  void aTemplateThatIsNotThereIsNamed() {
    assertThat(create(List.of(), template("a", List.of("x"), "gone")))
        .isEqualTo(new Checked.Invalid<AnalysisRun>("AnalysisTemplate 'gone' not found"));
  }

  @Test
  void argumentsTakeTheirValuesFromTheRollout() {
    AnalysisRun run =
        valid(
            create(
                List.of(
                    new Argument("app", null, new Origin.Field("metadata.labels['app']")),
                    new Argument("replicas", null, new Origin.Field("spec.replicas")),
                    new Argument("hash", null, new Origin.PodTemplateHash(Argument.Which.LATEST)),
                    Argument.of("ignored", "1")),
                asking("app", "replicas", "hash")));

    assertThat(run.spec().args())
        .containsExactly(
            Argument.of("app", "web"), Argument.of("replicas", "3"), Argument.of("hash", "bbb"));
  }

  @Test
  void aFieldThatIsNotThereIsNamed() {
    assertThat(
            create(
                List.of(new Argument("app", null, new Origin.Field("status.weight"))),
                asking("app")))
        .isEqualTo(new Checked.Invalid<AnalysisRun>("invalid path status.weight in rollout"));
  }

  @Test
  void everyErrorOfASpecificationIsTold() {
    Metric bad = Runs.metric("m", "1d", "1", new Metric.Limits("2", "-1", null, null));
    AnalysisSpec spec =
        new AnalysisSpec(
            List.of(bad), List.of(), List.of(new MetricRule.DryRun("other")), List.of());

    assertThat(spec.errors())
        .containsExactly(
            "metrics[0]: count (1) must be >= failureLimit + consecutiveSuccessLimit (2 + 0)"
                + " if both >= 0",
            "metrics[0]: invalid interval string: time: unknown unit \"d\" in duration \"1d\"",
            "metrics[0]: inconclusiveLimit must be >= 0",
            "dryRun[0]: Rule didn't match any metric name(s)");
  }

  @Test
  void aTemplatedCountIsNotMistakenForNone() {
    Metric metric = Runs.metric("m", "5s", "{{args.n}}", Metric.Limits.DEFAULT);
    AnalysisSpec spec =
        new AnalysisSpec(List.of(metric), List.of(Argument.of("n", "1")), List.of(), List.of());
    AnalysisRun run = Runs.look(AnalysisRun.of("run", spec), Runs.START).run();
    run =
        Runs.measured(run, new AnalysisRunner.Task.Run("m"), AnalysisPhase.SUCCESSFUL, Runs.START);

    assertThat(Runs.look(run, Runs.START).run().status().phase())
        .isEqualTo(AnalysisPhase.SUCCESSFUL);
  }

  private static Checked<AnalysisRun> create(List<Argument> args, AnalysisTemplate... templates) {
    AnalysisRequest request =
        new AnalysisRequest(List.of(templates[0].ref()), args, List.of(), List.of());
    return AnalysisRun.create("run", request, ref -> found(ref, templates), ROLLOUT);
  }

  private static Optional<AnalysisTemplate> found(TemplateRef ref, AnalysisTemplate... templates) {
    return Arrays.stream(templates).filter(t -> t.ref().equals(ref)).findFirst();
  }

  private static AnalysisRun valid(Checked<AnalysisRun> run) {
    return switch (run) {
      case Checked.Valid<AnalysisRun>(AnalysisRun value) -> value;
      case Checked.Invalid<AnalysisRun>(String why) -> throw new AssertionError(why);
    };
  }

  private static AnalysisTemplate asking(String... args) {
    return template(List.of("m"), Stream.of(args).map(a -> new Argument(a, null, null)).toList());
  }

  private static AnalysisTemplate template(List<String> metrics, List<Argument> args) {
    AnalysisSpec spec =
        new AnalysisSpec(metrics.stream().map(Runs::once).toList(), args, List.of(), List.of());
    return new AnalysisTemplate(new TemplateRef("asking", Scope.NAMESPACE), spec, List.of());
  }

  private static AnalysisTemplate template(String name, List<String> metrics, String... inner) {
    return new AnalysisTemplate(
        new TemplateRef(name, Scope.NAMESPACE),
        template(metrics, List.of()).spec(),
        Stream.of(inner).map(i -> new TemplateRef(i, Scope.NAMESPACE)).toList());
  }
}
