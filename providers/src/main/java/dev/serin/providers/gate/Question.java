package dev.serin.providers.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.analysis.MetricResult;
import dev.serin.core.engine.MetricProvider.Query;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a gate is asked: which rollout wants to go on, where it stands, and what was measured.
///
/// @param id the same for as long as it is asked
/// @param body JSON
record Question(String id, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  /// @param since when it was asked first
  /// @param stored the rollout as it was saved last
  static Question of(Query query, GateSettings settings, Instant since, Optional<Stored> stored) {
    String id = query.rollout() + "/" + query.run().name();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", id);
    all.put("namespace", query.rollout().namespace());
    all.put("name", query.rollout().name());
    all.put("phase", "Progressing");
    stored.map(Stored::status).ifPresent(status -> stand(all, status));
    all.put("step", settings.step());
    all.put("steps", settings.steps());
    all.put("at", query.at().toString());
    all.put("since", since.toString());
    all.put("evidence", stored.map(it -> evidence(query, it)).orElse(List.of()));
    all.put("metadata", settings.metadata());
    return new Question(id, json(all));
  }

  /// `checksum` is what Flagger calls the revision.
  private static void stand(Map<String, Object> all, Status status) {
    all.put("checksum", status.current().hash());
    all.put("stable", status.trusted().hash());
    all.put("revision", status.current().hash());
    all.put("update", status.number());
    all.put("weight", status.routing().weight().toPercent());
  }

  /// What each metric of the update's other runs has come to.
  private static List<Map<String, Object>> evidence(Query query, Stored stored) {
    String update = stored.status().runPrefix(query.rollout());
    List<Map<String, Object>> all = new ArrayList<>();
    for (AnalysisRun run : stored.runs()) {
      if (run.name().startsWith(update) && !run.name().equals(query.run().name())) {
        run.status().metrics().forEach(result -> all.add(evidence(run, result)));
      }
    }
    return all;
  }

  private static Map<String, Object> evidence(AnalysisRun run, MetricResult result) {
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("run", run.name());
    metric.put("metric", result.name());
    metric.put("phase", result.phase().word());
    metric.put("measurements", result.count());
    if (!result.measurements().isEmpty()) {
      Measurement last = result.measurements().getLast();
      metric.put("value", last.value());
      metric.put("message", last.message());
    }
    Accumulator gathered = run.accumulators().get(result.name());
    if (gathered != null) {
      metric.put("evidence", gathered.evidence());
    }
    return metric;
  }

  private static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("body can not be written as JSON", e);
    }
  }
}
