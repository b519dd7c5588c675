package dev.serin.providers.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import org.jspecify.annotations.Nullable;

/// Writes down what a router had counted at the last draw.
final class RouterState {
  private static final int VERSION = 1;
  private static final JsonMapper JSON = new JsonMapper();

  private RouterState() {}

  static String write(Counted.@Nullable Sides sides) {
    if (sides == null) {
      return "";
    }
    ObjectNode state = JSON.createObjectNode();
    state.put("v", VERSION).put("epoch", sides.epoch());
    state
        .putObject("split")
        .put("version", sides.split().version())
        .put("canary", sides.split().canary())
        .put("perRequest", sides.split().perRequest());
    write(state.putObject("baseline"), sides.baseline());
    write(state.putObject("canary"), sides.canary());
    return state.toString();
  }

  /// Latencies are written as pairs of a bucket and its count.
  private static void write(ObjectNode node, Served served) {
    node.put("routed", served.routed())
        .put("failed", served.failed())
        .put("abandoned", served.abandoned());
    ArrayNode latency = node.putArray("latency");
    long[] counts = served.latency().counts();
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] != 0) {
        latency.add(bucket).add(counts[bucket]);
      }
    }
  }

  /// What was written; null when it is empty, or of another kind.
  static Counted.@Nullable Sides read(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      JsonNode state = JSON.readTree(text);
      JsonNode split = state.path("split");
      return state.path("v").asInt() != VERSION
          ? null
          : new Counted.Sides(
              state.path("epoch").asText(""),
              new TrafficSignals.Split(
                  split.path("version").asText(""),
                  split.path("canary").asDouble(),
                  split.path("perRequest").asBoolean()),
              served(state.path("baseline")),
              served(state.path("canary")));
    } catch (JsonProcessingException | IllegalArgumentException | IndexOutOfBoundsException _) {
      return null;
    }
  }

  private static Served served(JsonNode node) {
    long[] counts = new long[LatencyBuckets.FINE.count()];
    JsonNode pairs = node.path("latency");
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      counts[pairs.path(i).asInt()] = pairs.path(i + 1).asLong();
    }
    LatencyHistogram latency = LatencyHistogram.of(LatencyBuckets.FINE, counts);
    return new Served(
        node.path("routed").asLong(),
        latency.total(),
        node.path("failed").asLong(),
        node.path("abandoned").asLong(),
        latency);
  }
}
