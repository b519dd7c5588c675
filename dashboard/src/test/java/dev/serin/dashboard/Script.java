package dev.serin.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// One release as the API tells of it: a plan that goes on with each second, and two comparisons
/// that gather evidence.
final class Script {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> STEPS =
      List.of(
          "setWeight: 5",
          "pause: 40s",
          "setWeight: 20",
          "pause: 2m",
          "setWeight: 50",
          "pause",
          "setWeight: 80",
          "pause: 1m");
  private static final int[] WEIGHTS = {5, 5, 20, 20, 50, 50, 80, 80};
  private static final int[] SECONDS = {2, 40, 2, 120, 2, -1, 2, 60};

  private final String namespace;
  private final String name;
  private final double harm;
  private final SplittableRandom random = new SplittableRandom(7);
  private final ArrayNode transitions = JSON.createArrayNode();
  private final ArrayNode errors = JSON.createArrayNode();
  private final ArrayNode latency = JSON.createArrayNode();
  private String phase = "Progressing";
  private String message = "more replicas need to be updated";
  private int step;
  private Instant since;
  private Instant now;
  private double weight;
  private double requests;
  private double logE;
  private long version;
  private boolean held;

  /// A release that began a while ago.
  ///
  /// @param harm how many times the baseline's errors the canary has, less 1
  Script(String namespace, String name, double harm, long age) {
    this.namespace = namespace;
    this.name = name;
    this.harm = harm;
    now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(age);
    since = now;
    tell("RolloutUpdated", "Rollout updated to revision 2");
    weight = WEIGHTS[0];
    for (long second = 0; second < age; second++) {
      tick();
    }
  }

  String key() {
    return namespace + "/" + name;
  }

  synchronized long version() {
    return version;
  }

  private void tell(String reason, String text) {
    ObjectNode one = transitions.addObject();
    one.put("number", transitions.size()).put("at", now.toString()).put("reason", reason);
    one.put("message", text).put("version", version).put("weight", weight).put("stage", "Stepping");
  }

  /// One second goes by.
  synchronized void tick() {
    now = now.plusSeconds(1);
    version++;
    if (phase.equals("Degraded") || phase.equals("Healthy")) {
      return;
    }
    measure();
    boolean over = SECONDS[step] >= 0 && !held && !now.isBefore(since.plusSeconds(SECONDS[step]));
    if (logE > Math.log(175)) {
      abort("metric \"errors\" assessed Failed due to failed (1) > failureLimit (0)");
    } else if (over) {
      advance();
    }
  }

  private void measure() {
    requests += weight * 3;
    double spread = 3 / Math.sqrt(1 + requests);
    double base = 0.0021 + (random.nextDouble() - 0.5) * 0.0004;
    double seen = base * (1 + harm) * (1 + (random.nextDouble() - 0.5) * spread);
    logE +=
        harm * weight * 0.009
            - (harm == 0 ? logE * 0.05 + 0.004 : 0)
            + (random.nextDouble() - 0.5) * 0.1;
    if (now.getEpochSecond() % 3 == 0) {
      point(errors, "error rate", seen, base, spread);
      double slow = 0.212 * (1 + (random.nextDouble() - 0.5) * 0.06);
      point(latency, "p99", slow * (1 + harm / 9), slow, spread / 2);
    }
  }

  private void point(ArrayNode points, String what, double canary, double baseline, double spread) {
    ObjectNode point = points.addObject().put("at", now.toString()).put("logE", logE);
    point.put("canary", Math.round(requests)).put("baseline", Math.round(requests * 6));
    point.put("evidence", share());
    estimate(point.putArray("estimates").addObject(), what, canary, baseline, spread);
    if (points.size() > 400) {
      points.remove(0);
    }
  }

  private static void estimate(
      ObjectNode into, String what, double canary, double baseline, double spread) {
    into.put("what", what).put("canary", canary).put("baseline", baseline);
    double ratio = canary / baseline;
    into.putObject("ratio").put("lower", ratio / (1 + spread)).put("upper", ratio * (1 + spread));
    into.putNull("difference");
  }

  private double share() {
    return Math.min(1, requests / 40_000);
  }

  private void advance() {
    tell(
        "RolloutStepCompleted",
        "Rollout step " + (step + 1) + "/8 completed (" + STEPS.get(step) + ")");
    since = now;
    step++;
    if (step == STEPS.size()) {
      promote();
      return;
    }
    weight = WEIGHTS[step];
    phase = STEPS.get(step).startsWith("pause") ? "Paused" : "Progressing";
    message = phase.equals("Paused") ? "CanaryPauseStep" : "more replicas need to be updated";
    tell(phase.equals("Paused") ? "RolloutPaused" : "SetWeight", "weight is " + weight);
  }

  private void promote() {
    step = STEPS.size();
    weight = 100;
    phase = "Healthy";
    message = "Completed all canary steps";
    tell("RolloutCompleted", "Rollout completed update to revision 2");
  }

  private void abort(String why) {
    weight = 0;
    phase = "Degraded";
    message = "RolloutAborted: Rollout aborted update to revision 2: " + why;
    tell("RolloutAborted", "Rollout aborted update to revision 2: " + why);
  }

  /// Does what a person asks.
  synchronized String ask(String command, String why) {
    switch (command) {
      case "promote" -> advance();
      case "promoteFull" -> promote();
      case "skip" -> advance();
      case "pause", "resume" -> {
        held = command.equals("pause");
        tell(
            held ? "RolloutPaused" : "RolloutResumed",
            held ? "Rollout is paused by a person" : "Rollout is resumed");
      }
      case "abort" -> abort(why.isEmpty() ? "asked for by a person" : why);
      default -> {
        step = 0;
        logE = 0;
        phase = "Progressing";
        tell("RolloutRetry", "Retry");
      }
    }
    ((ObjectNode) transitions.get(transitions.size() - 1)).put("by", "mina").put("why", why);
    version++;
    return "done";
  }

  /// The summary of a list.
  synchronized ObjectNode summary() {
    ObjectNode node = JSON.createObjectNode().put("namespace", namespace).put("name", name);
    node.put("version", version).put("updatedAt", now.toString()).put("phase", phase);
    node.put("message", held ? "paused by a person" : message).put("strategy", "canary");
    node.put("stable", phase.equals("Healthy") ? "v2" : "v1").put("desired", "v2");
    node.put("weight", weight);
    if (phase.equals("Healthy") || phase.equals("Degraded")) {
      node.putNull("step").putNull("waiting");
      return node;
    }
    node.putObject("step")
        .put("index", step)
        .put("count", STEPS.size())
        .put("text", STEPS.get(step));
    ObjectNode waiting = node.putObject("waiting");
    if (held) {
      waiting.put("what", "a person's resume").putNull("until");
    } else if (SECONDS[step] < 0) {
      waiting.put("what", "a person's promote").putNull("until");
    } else {
      waiting
          .put("what", "the end of the pause")
          .put("until", since.plusSeconds(SECONDS[step]).toString());
    }
    return node;
  }

  /// All of it.
  synchronized ObjectNode rollout() {
    ObjectNode node = summary();
    node.put("current", "v2").put("stage", phase.equals("Degraded") ? "Aborted" : "Stepping");
    node.put("since", since.toString()).put("effectiveWeight", weight).put("guarded", true);
    node.put("node", "node-1");
    ArrayNode steps = node.putArray("steps");
    for (int index = 0; index < STEPS.size(); index++) {
      String state = index < step ? "done" : index == step ? "current" : "pending";
      steps.addObject().put("index", index).put("text", STEPS.get(index)).put("state", state);
    }
    ArrayNode holds = node.putArray("holds");
    if (held) {
      holds.add("paused by a person");
    }
    node.putObject("router")
        .put("kind", "serin/gateway")
        .put("address", "http://127.0.0.1:8080")
        .putNull("trouble");
    backends(node.putArray("backends"));
    runs(node.putArray("analysisRuns"));
    actions(node.putArray("actions"));
    ArrayNode explanation = node.putArray("explanation");
    explanation.add("The canary v2 gets %s %% of the traffic since %s.".formatted(weight, since));
    explanation.add(
        "The canary gets no greater share of the traffic than of the evidence: %.0f %% is there."
            .formatted(share() * 100));
    return node;
  }

  private void backends(ArrayNode into) {
    into.addObject()
        .put("name", "shop-blue")
        .put("role", "stable")
        .put("revision", "v1")
        .put("healthy", true)
        .put("why", "")
        .putArray("endpoints")
        .add("http://10.0.3.11:8080")
        .add("http://10.0.3.12:8080");
    into.addObject()
        .put("name", "shop-green")
        .put("role", "canary")
        .put("revision", "v2")
        .put("healthy", true)
        .put("why", "")
        .putArray("endpoints")
        .add("http://10.0.4.11:8080");
  }

  private void actions(ArrayNode into) {
    List<String> names =
        switch (phase) {
          case "Degraded" -> List.of("retry", "undo");
          case "Healthy" -> List.of("undo");
          case "Paused" ->
              List.of("promote", held ? "resume" : "pause", "skip", "promoteFull", "abort");
          default -> List.of(held ? "resume" : "pause", "skip", "promoteFull", "abort");
        };
    names.forEach(into::add);
  }

  private void runs(ArrayNode into) {
    String end =
        phase.equals("Degraded") ? "Failed" : phase.equals("Healthy") ? "Successful" : "Running";
    ObjectNode run =
        into.addObject().put("name", name + "-v2-2").put("phase", end).put("message", "");
    run.put("startedAt", transitions.get(0).get("at").asText()).putNull("completedAt");
    ArrayNode metrics = run.putArray("metrics");
    Map.of("errors", errors, "latency", latency)
        .forEach(
            (metric, points) -> {
              ObjectNode one =
                  metrics
                      .addObject()
                      .put("name", metric)
                      .put("kind", "serin/comparison")
                      .put("phase", end);
              one.put("value", "")
                  .put("message", sentence(metric))
                  .put("count", points.size() / 10);
              one.put("successful", end.equals("Failed") ? 0 : points.size() / 10)
                  .put("failed", end.equals("Failed") ? 1 : 0);
              one.put("inconclusive", 0).put("error", 0).put("evidence", share());
              one.putObject("details")
                  .put("logE", String.valueOf(metric.equals("errors") ? logE : logE / 3));
            });
  }

  private String verdict() {
    return logE > Math.log(175) ? "worse" : share() >= 1 ? "not worse" : "undecided";
  }

  private String sentence(String metric) {
    return "%s of the canary 0.22 %%, of the baseline 0.21 %%; %,.0f requests of the canary and %,.0f of the baseline: %s, e-value %.3g where 175 suffices"
        .formatted(
            metric.equals("errors") ? "error rate" : "p99",
            requests,
            requests * 6,
            verdict(),
            Math.exp(logE));
  }

  synchronized ObjectNode evidence() {
    ObjectNode node = JSON.createObjectNode();
    ArrayNode comparisons = node.putArray("comparisons");
    for (String metric : List.of("errors", "latency")) {
      ArrayNode points = metric.equals("errors") ? errors : latency;
      ObjectNode one = comparisons.addObject().put("run", name + "-v2-2").put("metric", metric);
      one.put("verdict", verdict()).put("sentence", sentence(metric));
      one.put("canary", Math.round(requests)).put("baseline", Math.round(requests * 6));
      one.put("logE", metric.equals("errors") ? logE : logE / 3)
          .put("threshold", Math.log(175))
          .put("alpha", 0.0057);
      one.put("anytimeP", Math.min(1, Math.exp(-logE))).put("evidence", share());
      one.set("points", points.deepCopy());
      one.set(
          "estimates",
          points.isEmpty()
              ? JSON.createArrayNode()
              : points.get(points.size() - 1).get("estimates").deepCopy());
    }
    return node;
  }

  synchronized ArrayNode newest() {
    ArrayNode newest = JSON.createArrayNode();
    for (int index = transitions.size() - 1; index >= 0; index--) {
      newest.add(transitions.get(index).deepCopy());
    }
    return newest;
  }

  synchronized ObjectNode signals() {
    ObjectNode node =
        JSON.createObjectNode()
            .put("available", true)
            .put("node", "node-1")
            .put("at", now.toString());
    ArrayNode populations = node.putArray("populations");
    for (String role : List.of("stable", "canary")) {
      boolean canary = role.equals("canary");
      ObjectNode one =
          populations
              .addObject()
              .put("role", role)
              .put("revision", canary ? "v2" : "v1")
              .put("current", canary);
      double rate = canary ? weight * 4.1 : (100 - weight) * 4.1;
      one.put("requests", Math.round(rate * 60))
          .put("rps", rate)
          .put("errors", 9)
          .put("errorRate", canary ? 0.0022 : 0.0021);
      one.putObject("latency").put("p50", 18.4).put("p90", 61).put("p95", 94).put("p99", 214);
      one.put("inFlight", 3);
    }
    return node;
  }
}
