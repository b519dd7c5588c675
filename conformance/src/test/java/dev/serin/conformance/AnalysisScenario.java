package dev.serin.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.AnalysisRunner;
import dev.serin.core.analysis.AnalysisRunner.Outcome;
import dev.serin.core.analysis.AnalysisRunner.Pass;
import dev.serin.core.analysis.AnalysisRunner.Prepared;
import dev.serin.core.analysis.AnalysisRunner.Task;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.MetricResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One run from its creation to its end in virtual time, with a scripted provider. The rules of
/// this world stand under `scenarioModel` in the vector file.
final class AnalysisScenario {
  private static final Instant START = AnalysisJson.NOW;

  private final JsonNode vector;
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, JsonNode> inFlight = new HashMap<>();
  private final List<String> events = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private AnalysisRun run;
  private Instant now = START;

  private record Call(int second, String metric, String op, String phase) {
    Map<String, Object> json() {
      return Map.of("t", second, "metric", metric, "op", op, "phase", phase);
    }
  }

  AnalysisScenario(JsonNode vector) {
    this.vector = vector;
    run = AnalysisJson.run(vector);
  }

  /// What came out, in the form of the vector's `expected`.
  Map<String, Object> run() {
    Instant end = START.plusSeconds(vector.path("maxSeconds").asLong());
    Optional<Instant> stop =
        vector.has("userTerminatesAtSecond")
            ? Optional.of(START.plusSeconds(vector.path("userTerminatesAtSecond").asLong()))
            : Optional.empty();
    while (true) {
      if (stop.filter(at -> !at.isAfter(now)).isPresent() && !run.terminate()) {
        run = run.terminated();
      }
      Pass pass = AnalysisRunner.pass(run, now, Set.of());
      run = pass.run();
      events.addAll(pass.events());
      if (run.status().phase().completed()) {
        return outcome("completed");
      }
      pass.tasks().forEach(this::carryOut);
      if (pass.tasks().isEmpty()) {
        Instant next = pass.lookAgain() == null ? end : pass.lookAgain();
        next = stop.filter(at -> at.isAfter(now)).filter(next::isAfter).orElse(next);
        if (!next.isBefore(end)) {
          return outcome("still running after " + vector.path("maxSeconds").asLong() + "s");
        }
        now = next;
      }
    }
  }

  private void carryOut(Task task) {
    switch (AnalysisRunner.prepare(run, task, (_, _, _) -> Optional.empty(), "default")) {
      case Checked.Valid<Prepared>(Prepared prepared) -> carryOut(prepared);
      case Checked.Invalid<Prepared>(String why) -> {
        AnalysisRunner.Assessed failed = AnalysisRunner.fail(run, why);
        run = failed.run();
        events.addAll(failed.events());
      }
    }
  }

  private void carryOut(Prepared prepared) {
    Task task = prepared.task();
    Measurement measurement = measured(task);
    String op =
        switch (task) {
          case Task.Run _ -> "run";
          case Task.Resume _ -> "resume";
          case Task.Terminate _ -> "terminate";
        };
    calls.add(new Call(second(now), task.metric(), op, measurement.phase().word()));
    run = AnalysisRunner.record(run, prepared, new Outcome(measurement, Map.of(), now));
  }

  private Measurement measured(Task task) {
    return switch (task) {
      case Task.Run(String metric) -> started(metric);
      case Task.Resume(String metric, Measurement started) ->
          finished(
              AnalysisJson.phase(inFlight.getOrDefault(metric, vector).path("phase")),
              inFlight.getOrDefault(metric, vector).path("message").asText(),
              started);
      case Task.Terminate(String _, Measurement started) ->
          finished(
              vector.has("terminateResult")
                  ? AnalysisJson.phase(vector.path("terminateResult"))
                  : AnalysisPhase.SUCCESSFUL,
              "",
              started);
    };
  }

  private Measurement started(String metric) {
    JsonNode script = vector.path("script").path(metric);
    int turn = taken.merge(metric, 1, Integer::sum) - 1;
    JsonNode entry = script.path(Math.min(turn, Math.max(script.size() - 1, 0)));
    long takes = entry.path("takesSeconds").asLong();
    AnalysisPhase phase =
        entry.hasNonNull("phase")
            ? AnalysisJson.phase(entry.path("phase"))
            : AnalysisPhase.SUCCESSFUL;
    Measurement begun =
        new Measurement(AnalysisPhase.RUNNING, "", "", now, null, now.plusSeconds(takes), Map.of());
    if (takes > 0) {
      inFlight.put(metric, entry);
      return begun;
    }
    return finished(phase, entry.path("message").asText(), begun);
  }

  private Measurement finished(AnalysisPhase phase, String message, Measurement started) {
    return new Measurement(phase, "", message, started.startedAt(), now, null, Map.of());
  }

  private Map<String, Object> outcome(String end) {
    AnalysisRun.Status status = run.status();
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("end", end);
    outcome.put("endedAtSecond", second(now));
    outcome.put("runPhase", status.phase().word());
    outcome.put("runMessage", status.message());
    putUnlessEmpty(outcome, "runSummary", summary(status.summary()));
    putUnlessEmpty(outcome, "dryRunSummary", summary(status.dryRunSummary()));
    if (!events.isEmpty()) {
      outcome.put("k8sEventReasons", events);
    }
    Map<String, Object> results = new LinkedHashMap<>();
    status.metrics().forEach(m -> results.put(m.name(), result(m)));
    putUnlessEmpty(outcome, "metricResults", results);
    if (!calls.isEmpty()) {
      calls.sort(Comparator.comparingInt(Call::second).thenComparing(Call::metric));
      outcome.put("providerCalls", calls.stream().map(Call::json).toList());
    }
    return outcome;
  }

  private static Map<String, Object> result(MetricResult m) {
    return Map.ofEntries(
        Map.entry("phase", m.phase().word()),
        Map.entry("message", m.message()),
        Map.entry("dryRun", m.dryRun()),
        Map.entry("count", m.count()),
        Map.entry("successful", m.successful()),
        Map.entry("failed", m.failed()),
        Map.entry("inconclusive", m.inconclusive()),
        Map.entry("error", m.error()),
        Map.entry("consecutiveError", m.consecutiveError()),
        Map.entry("consecutiveSuccess", m.consecutiveSuccess()),
        Map.entry("measurementsKept", m.measurements().size()));
  }

  private static Map<String, Object> summary(AnalysisRun.Summary s) {
    Map<String, Object> summary =
        new LinkedHashMap<>(
            Map.of(
                "count", s.count(),
                "successful", s.successful(),
                "failed", s.failed(),
                "inconclusive", s.inconclusive(),
                "error", s.error()));
    summary.values().removeIf(count -> count.equals(0));
    return summary;
  }

  private static void putUnlessEmpty(
      Map<String, Object> map, String key, Map<String, Object> value) {
    if (!value.isEmpty()) {
      map.put(key, value);
    }
  }

  private static int second(Instant at) {
    return (int) Duration.between(START, at).toSeconds();
  }
}
