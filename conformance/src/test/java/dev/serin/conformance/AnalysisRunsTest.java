package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.analysis.AnalysisRunner.Outcome;
import dev.serin.core.analysis.AnalysisRunner.Task;
import dev.serin.core.analysis.AnalysisSpec;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.MetricResult;
import dev.serin.core.analysis.MetricRule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Analysis runs as Argo's own code ran them: its single functions, and whole runs in virtual time.
class AnalysisRunsTest {
  private static final String FILE = "argo/analysis-runs.json";
  private static final String WITHOUT_SUCCESS =
      "A terminated analysis run is not Successful without a success";
  private static final Instant NOW = AnalysisJson.NOW;

  @Test
  void runsAreMeasuredAndJudgedAsByArgo() {
    Score score = new Score(FILE);
    JsonNode vectors = Vectors.json(FILE);
    for (JsonNode vector : vectors.path("unit")) {
      Answer answer =
          answer(vector.path("function").asText(), vector.path("inputs"), vector.path("expected"));
      score.compare(vector.path("id").asText(), answer.expected(), answer.actual());
    }
    for (JsonNode vector : vectors.path("scenarios")) {
      Map<String, Object> actual = new AnalysisScenario(vector).run();
      score.compare(
          vector.path("id").asText(),
          AnalysisJson.tree(vector.path("expected")),
          actual,
          succeedsWithoutSuccess(vector.path("expected")) ? withoutSuccess(vector, actual) : null);
    }
    score.close();
  }

  /// Whether the reference lets a run succeed whose measurements all failed or errored.
  private static boolean succeedsWithoutSuccess(JsonNode expected) {
    int good = 0;
    int bad = 0;
    for (JsonNode metric : expected.path("metricResults")) {
      good += metric.path("successful").asInt();
      bad += metric.path("failed").asInt() + metric.path("error").asInt();
    }
    return expected.path("runPhase").asText().equals("Successful") && good == 0 && bad > 0;
  }

  /// What must come out instead: the worst phase of what was measured by the metrics that the end
  /// cut short, where each says so. What follows from the phases (texts, events, sums) is not
  /// looked at; measurements, times and the provider's calls are the reference's.
  private static Score.Ruling withoutSuccess(JsonNode vector, Map<String, Object> actual) {
    Map<String, Object> answer = new LinkedHashMap<>(AnalysisJson.tree(vector.path("expected")));
    for (String follows : List.of("runMessage", "k8sEventReasons", "runSummary")) {
      answer.put(follows, actual.getOrDefault(follows, ""));
    }
    Map<String, Object> results = new LinkedHashMap<>();
    AnalysisPhase worst = AnalysisPhase.SUCCESSFUL;
    for (JsonNode spec : vector.path("spec").path("metrics")) {
      Metric metric = AnalysisJson.metric(spec);
      JsonNode result = vector.path("expected").path("metricResults").path(metric.name());
      if (!result.isMissingNode()) {
        AnalysisPhase phase = phaseWithoutSuccess(metric, result);
        worst = phase.worseThan(worst) && !result.path("dryRun").asBoolean() ? phase : worst;
        Map<String, Object> changed = new LinkedHashMap<>(AnalysisJson.tree(result));
        changed.put("phase", phase.word());
        results.put(metric.name(), changed);
      }
    }
    answer.put("metricResults", results);
    answer.put("runPhase", worst.word());
    return new Score.Ruling(WITHOUT_SUCCESS, answer);
  }

  private static AnalysisPhase phaseWithoutSuccess(Metric metric, JsonNode result) {
    int count = result.path("count").asInt();
    boolean cutShort = count < metric.effectiveCount().orElse(Integer.MAX_VALUE);
    if (!cutShort
        || result.path("dryRun").asBoolean()
        || count + result.path("error").asInt() == 0
        || !result.path("phase").asText().equals("Successful")) {
      return AnalysisJson.phase(result.path("phase"));
    }
    if (result.path("failed").asInt() > 0) {
      return AnalysisPhase.FAILED;
    }
    return result.path("error").asInt() > 0 ? AnalysisPhase.ERROR : AnalysisPhase.INCONCLUSIVE;
  }

  private record Answer(Object expected, Object actual) {}

  private static Answer answer(String function, JsonNode inputs, JsonNode expected) {
    return switch (function) {
      case "generateMetricTasks" ->
          new Answer(
              AnalysisJson.list(
                  expected.path("tasks"), t -> t.path("metric").asText() + t.path("resume")),
              AnalysisRunner.due(run(inputs), NOW).stream()
                  .map(t -> t.metric() + !(t instanceof Task.Run))
                  .toList());
      case "assessMetricStatus" ->
          new Answer(
              AnalysisJson.phase(expected.path("phase")),
              AnalysisRunner.assess(
                  AnalysisJson.metric(inputs.path("metric")),
                  AnalysisJson.result(inputs.path("result")),
                  inputs.path("terminating").asBoolean()));
      case "assessMetricFailureInconclusiveOrError" ->
          new Answer(
              expected.path("phase").asText() + " " + expected.path("message").asText(),
              limitBroken(inputs));
      case "assessRunStatus" -> assessRunStatus(inputs, expected);
      case "calculateNextReconcileTime" ->
          new Answer(
              Optional.ofNullable(AnalysisJson.time(expected.path("next"))),
              AnalysisRunner.nextDue(run(inputs)));
      case "garbageCollectMeasurements" -> garbageCollect(inputs, expected);
      case "reconcileAnalysisRun" ->
          new Answer(AnalysisJson.status(expected.path("statusAfter")), reconciled(inputs));
      case "isAnalysisRunTtlExceeded" ->
          new Answer(expected.path("exceeded").asBoolean(), expired(inputs));
      default -> new Answer("a known function", function);
    };
  }

  /// The run of `inputs`, with its metrics and dry-run metrics where they are given apart.
  private static AnalysisRun run(JsonNode inputs) {
    AnalysisRun run = AnalysisJson.run(inputs.path("run"));
    List<Metric> metrics =
        inputs.has("metrics")
            ? AnalysisJson.list(inputs.path("metrics"), AnalysisJson::metric)
            : run.spec().metrics();
    List<MetricRule.DryRun> dryRun =
        inputs.has("dryRunMetrics")
            ? inputs.path("dryRunMetrics").properties().stream()
                .filter(e -> e.getValue().asBoolean())
                .map(e -> new MetricRule.DryRun("^" + Pattern.quote(e.getKey()) + "$"))
                .toList()
            : run.spec().dryRun();
    AnalysisSpec spec =
        new AnalysisSpec(metrics, run.spec().args(), dryRun, run.spec().retention());
    return new AnalysisRun(run.name(), spec, run.terminate(), run.ttl(), run.status());
  }

  private static Answer assessRunStatus(JsonNode inputs, JsonNode expected) {
    AnalysisRun.Status after = AnalysisRunner.assess(run(inputs), NOW).run().status();
    AnalysisRun.Status wanted = AnalysisJson.status(expected.path("statusAfter"));
    // the reference's function returns the phase and its message, and sets the rest
    return new Answer(
        List.of(
            AnalysisJson.phase(expected.path("phase")),
            expected.path("message").asText(),
            wanted.metrics(),
            wanted.summary(),
            wanted.dryRunSummary(),
            Optional.ofNullable(wanted.startedAt())),
        List.of(
            after.phase(),
            after.message(),
            after.metrics(),
            after.summary(),
            after.dryRunSummary(),
            Optional.ofNullable(after.startedAt())));
  }

  /// A run of this metric alone tells which limit is broken.
  private static String limitBroken(JsonNode inputs) {
    Metric metric = AnalysisJson.metric(inputs.path("metric"));
    MetricResult result = AnalysisJson.result(inputs.path("result"));
    AnalysisRun.Status status =
        new AnalysisRun.Status(
            AnalysisPhase.RUNNING,
            "",
            NOW,
            null,
            List.of(result),
            AnalysisRun.Summary.NONE,
            AnalysisRun.Summary.NONE);
    AnalysisSpec spec = new AnalysisSpec(List.of(metric), List.of(), List.of(), List.of());
    AnalysisRun.Status after =
        AnalysisRunner.assess(new AnalysisRun("run", spec, false, null, status), NOW)
            .run()
            .status();
    String phase = after.message().isEmpty() ? "" : after.phase().word();
    return phase + " " + after.message().replaceFirst("^.* due to ", "");
  }

  /// The vectors lost the retention rules that the reference's test gave, so two of them want
  /// different results of the same inputs. Where more than the limit is kept, a rule said so: there
  /// the limit comes from the expected result, so these vectors show only what a limit does, not
  /// which rule sets it.
  private static Answer garbageCollect(JsonNode inputs, JsonNode expected) {
    int limit = inputs.path("limit").asInt();
    List<MetricResult> wanted = AnalysisJson.run(expected.path("runAfter")).status().metrics();
    List<MetricResult> given = run(inputs).status().metrics();
    List<MetricResult> kept =
        given.stream()
            .map(
                m ->
                    m.keepingLast(
                        wanted.stream()
                            .filter(w -> w.name().equals(m.name()))
                            .mapToInt(w -> Math.max(limit, w.measurements().size()))
                            .findFirst()
                            .orElse(limit)))
            .toList();
    return new Answer(wanted, kept);
  }

  /// One reconciliation: what is due is measured at once, then assessed.
  private static AnalysisRun.Status reconciled(JsonNode inputs) {
    AnalysisRun run = run(inputs);
    if (run.status().phase().completed() || !run.spec().errors().isEmpty()) {
      return AnalysisRunner.pass(run, NOW, Set.of()).run().status();
    }
    for (Task task : AnalysisRunner.due(run, NOW)) {
      run =
          switch (AnalysisRunner.prepare(
              run, task, (_, _, _) -> Optional.of("a secret"), "default")) {
            case Checked.Invalid<AnalysisRunner.Prepared>(String why) ->
                AnalysisRunner.fail(run, why).run();
            case Checked.Valid<AnalysisRunner.Prepared>(AnalysisRunner.Prepared prepared) ->
                AnalysisRunner.record(run, prepared, outcome(task, inputs.path("provider")));
          };
    }
    return run.status().phase().completed()
        ? run.status()
        : AnalysisRunner.assess(run, NOW).run().status();
  }

  private static Outcome outcome(Task task, JsonNode provider) {
    JsonNode answer =
        switch (task) {
          case Task.Run _ -> provider.path("Run");
          case Task.Resume _ -> provider.path("Resume");
          case Task.Terminate _ -> provider.path("Terminate");
        };
    Measurement measurement = AnalysisJson.measurement(answer);
    Map<String, String> metadata =
        AnalysisJson.result(
                Vectors.JSON.createObjectNode().set("metadata", provider.path("GetMetadata")))
            .metadata();
    return new Outcome(measurement, metadata, NOW);
  }

  private static boolean expired(JsonNode inputs) {
    AnalysisRun.Status status = AnalysisJson.status(inputs);
    AnalysisSpec spec = new AnalysisSpec(List.of(), List.of(), List.of(), List.of());
    return new AnalysisRun("run", spec, false, AnalysisJson.ttl(inputs.path("ttlStrategy")), status)
        .expired(NOW);
  }
}
