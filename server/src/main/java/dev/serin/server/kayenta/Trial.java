package dev.serin.server.kayenta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.CanaryMetric;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.NetflixJudge;
import dev.serin.judge.kayenta.Thresholds;
import dev.serin.judge.kayenta.UnjudgeableException;
import dev.serin.providers.kayenta.PrometheusPairs;
import dev.serin.providers.kayenta.PrometheusPairs.Fetched;
import dev.serin.providers.kayenta.RangeQueries;
import dev.serin.providers.kayenta.Scope;
import dev.serin.providers.kayenta.TimedPair;
import dev.serin.server.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// One judgement: series are fetched, and judged.
///
/// @param config as the client gave it
/// @param request `scopes` by name, and `thresholds`
record Trial(JsonNode config, JsonNode request) {
  private static final long STEP_SECONDS = 60;

  /// What came of it.
  sealed interface Outcome {
    /// A judgement.
    ///
    /// @param result as Kayenta tells it
    /// @param pairs what was judged, as Kayenta tells it
    record Judged(ObjectNode result, ArrayNode pairs) implements Outcome {}

    /// There is none.
    record Failed(String why) implements Outcome {}
  }

  /// Refuses what could never be judged.
  ///
  /// @throws dev.serin.server.http.ProblemException with Kayenta's words where it has some
  void check() {
    CanaryConfig parsed = parsed();
    if (parsed.metrics().isEmpty()) {
      throw Wrong.request(
          "The canary config must specify at least one metric. Otherwise we're not analyzing"
              + " anything. :)");
    }
    checkThresholds(request);
    Set<String> missing = new TreeSet<>();
    for (CanaryMetric metric : parsed.metrics()) {
      if (!request.path("scopes").has(metric.scopeName())) {
        missing.add(metric.scopeName());
      }
    }
    if (!missing.isEmpty()) {
      throw Wrong.request(
          "Canary metrics require scopes which were not provided in the execution request: "
              + missing);
    }
    try {
      // A scope that exists is valid.
      scopes();
    } catch (IllegalArgumentException e) {
      throw Wrong.request(String.valueOf(e.getMessage()));
    }
  }

  static void checkThresholds(JsonNode request) {
    if (!request.path("thresholds").isObject()) {
      throw Wrong.request("Execution request must contain thresholds");
    }
    Fields.number(request.path("thresholds"), "pass");
    Fields.number(request.path("thresholds"), "marginal");
  }

  /// The config as the judge reads it.
  ///
  /// @throws dev.serin.server.http.ProblemException when it can not
  CanaryConfig parsed() {
    try {
      return parse();
    } catch (UnjudgeableException | IllegalArgumentException e) {
      throw Wrong.request("canaryConfig: " + e.getMessage());
    }
  }

  private CanaryConfig parse() {
    if (!config.isObject()) {
      throw new IllegalArgumentException("it must be an object");
    }
    Map<String, Object> tree =
        Shelf.JSON.convertValue(config, new TypeReference<LinkedHashMap<String, Object>>() {});
    return CanaryConfig.of(tree);
  }

  private record Sides(Scope control, Scope experiment) {}

  private Map<String, Sides> scopes() {
    Map<String, Sides> scopes = new LinkedHashMap<>();
    request
        .path("scopes")
        .properties()
        .forEach(
            entry ->
                scopes.put(
                    entry.getKey(),
                    new Sides(
                        scope(entry.getValue(), "controlScope"),
                        scope(entry.getValue(), "experimentScope"))));
    return scopes;
  }

  private static Scope scope(JsonNode sides, String name) {
    JsonNode side = sides.path(name);
    if (!side.isObject()) {
      throw new IllegalArgumentException(name + " is missing: give scope, start and end");
    }
    Map<String, String> bindings = new LinkedHashMap<>();
    for (String field : List.of("project", "resourceType", "scope", "location")) {
      String value = Fields.text(side, field);
      if (!value.isEmpty()) {
        bindings.put(field, value);
      }
    }
    side.path("extendedScopeParams")
        .properties()
        .forEach(entry -> bindings.put(entry.getKey(), entry.getValue().asText()));
    Instant start = Fields.time(side, "start");
    Instant end = Fields.time(side, "end");
    if (start == null || end == null) {
      throw new IllegalArgumentException(name + " must have start and end");
    }
    return new Scope(
        bindings, start, end, Duration.ofSeconds(Fields.minutes(side, "step", STEP_SECONDS)));
  }

  /// Fetches and judges.
  Outcome run(RangeQueries queries) {
    try {
      CanaryConfig parsed = parse();
      Map<String, Sides> scopes = scopes();
      List<TimedPair> pairs = new ArrayList<>();
      for (var one : scopes.entrySet()) {
        CanaryConfig part = part(parsed, one.getKey());
        Fetched fetched =
            new PrometheusPairs(queries)
                .fetch(part, one.getValue().control(), one.getValue().experiment());
        switch (fetched) {
          case Fetched.Failed(var why) -> {
            return new Outcome.Failed(why);
          }
          case Fetched.Pairs(var all) -> pairs.addAll(all);
        }
      }
      return judged(parsed, scopes.values().iterator().next(), pairs);
    } catch (UnjudgeableException | IllegalArgumentException | ProblemException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    }
  }

  private static CanaryConfig part(CanaryConfig all, String scope) {
    return new CanaryConfig(
        all.name(),
        all.judge(),
        all.metrics().stream().filter(metric -> metric.scopeName().equals(scope)).toList(),
        all.templates(),
        all.groupWeights(),
        all.thresholds());
  }

  private Outcome judged(CanaryConfig parsed, Sides first, List<TimedPair> fetched) {
    List<String> order = parsed.metrics().stream().map(CanaryMetric::name).toList();
    List<MetricPair> pairs =
        fetched.stream()
            .map(TimedPair::pair)
            .sorted(java.util.Comparator.comparingInt(pair -> order.indexOf(pair.name())))
            .map(Trial::named)
            .toList();
    JsonNode limits = request.path("thresholds");
    Thresholds thresholds =
        new Thresholds(limits.path("pass").asDouble(), limits.path("marginal").asDouble());
    ObjectNode result = Shelf.JSON.createObjectNode();
    result.set(
        "judgeResult",
        Shelf.JSON.valueToTree(new NetflixJudge().judge(parsed, thresholds, pairs).tree()));
    Scope experiment = first.experiment();
    result.put("canaryDuration", Duration.between(experiment.start(), experiment.end()).toString());
    ArrayNode told = Shelf.JSON.createArrayNode();
    pairs.forEach(pair -> told.add(told(pair, first)));
    return new Outcome.Judged(result, told);
  }

  /// Kayenta gives each pair an id of its own.
  private static MetricPair named(MetricPair pair) {
    return new MetricPair(
        pair.name(), UUID.randomUUID().toString(), pair.tags(), pair.control(), pair.experiment());
  }

  private static ObjectNode told(MetricPair pair, Sides sides) {
    ObjectNode told = Shelf.JSON.createObjectNode();
    told.put("name", pair.name());
    told.put("id", pair.id());
    told.set("tags", Shelf.JSON.valueToTree(pair.tags()));
    ObjectNode values = told.putObject("values");
    values.set("control", Shelf.JSON.valueToTree(pair.control().toArray()));
    values.set("experiment", Shelf.JSON.valueToTree(pair.experiment().toArray()));
    ObjectNode scopes = told.putObject("scopes");
    scopes.set("control", told(sides.control()));
    scopes.set("experiment", told(sides.experiment()));
    told.putObject("attributes");
    return told;
  }

  private static ObjectNode told(Scope scope) {
    ObjectNode told = Shelf.JSON.createObjectNode();
    Times.put(told, "startTime", scope.start());
    told.put("stepMillis", scope.step().toMillis());
    return told;
  }
}
