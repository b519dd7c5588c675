package dev.serin.server.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.server.store.Outbox.Notice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What a message is about: the values that templates may use, in the order in which they are sent.
///
/// @param values texts and numbers; a text that is not known is empty
record Letter(Map<String, Object> values) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /// One to try templates with: it has every value.
  static final Letter SAMPLE =
      about(
          new Notice(
              1,
              new RolloutId("default", "demo"),
              new Transition(Instant.EPOCH, "Test", "This is only a test"),
              1,
              Status.serving(new Revision("v1"), Instant.EPOCH),
              ""),
          new Trigger("test", Set.of(), "is only a test", Trigger.Severity.INFO, Trigger.USUAL),
          "00000000-0000-4000-8000-000000000000",
          "");

  /// Copies its map.
  Letter {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// About a transition.
  ///
  /// @param id the same each time that it is sent
  /// @param address where people see the server; empty for not known
  static Letter about(Notice notice, Trigger trigger, String id, String address) {
    Status status = notice.status();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", id);
    all.put("trigger", trigger.name());
    all.put("severity", trigger.severity().word());
    all.put("at", notice.transition().at().toString());
    all.put("namespace", notice.id().namespace());
    all.put("name", notice.id().name());
    all.put("rollout", notice.id().toString());
    all.put("happened", trigger.happened());
    all.put("reason", notice.transition().reason());
    all.put("message", notice.transition().message());
    all.put("by", notice.by());
    all.put("stable", status.trusted().hash());
    all.put("revision", status.current().hash());
    all.put("update", status.number());
    all.put("version", notice.version());
    all.put("weight", percent(share(status.routing(), status.current())));
    all.put("url", address.isEmpty() ? "" : address + "/rollouts/" + notice.id());
    return new Letter(all);
  }

  /// To try a service: it says that it is only a test.
  static Letter test(String id, String by) {
    Map<String, Object> all = new LinkedHashMap<>(SAMPLE.values);
    all.put("id", id);
    all.put("at", Instant.now().toString());
    all.put("by", by);
    return new Letter(all);
  }

  private static Weight share(Routing routing, Revision revision) {
    boolean all = routing.stable().equals(revision) && routing.canary().equals(revision);
    return all ? Weight.ALL : routing.weight();
  }

  private static BigDecimal percent(Weight weight) {
    BigDecimal percent = BigDecimal.valueOf(weight.ppm()).movePointLeft(4).stripTrailingZeros();
    return percent.scale() < 0 ? percent.setScale(0) : percent;
  }

  /// The value of that name as text; empty when it is not known.
  String text(String name) {
    Object value = values.get(name);
    return value == null ? "" : value.toString();
  }

  /// What color it has in chats.
  String color() {
    for (Trigger.Severity severity : Trigger.Severity.values()) {
      if (severity.word().equals(text("severity"))) {
        return severity.color();
      }
    }
    return Trigger.Severity.INFO.color();
  }

  String json() {
    return json(values);
  }

  static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Reads what [#json()] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  static Letter parse(String json) {
    try {
      return new Letter(JSON.readValue(json, new TypeReference<Map<String, Object>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no letter: " + e.getOriginalMessage(), e);
    }
  }
}
