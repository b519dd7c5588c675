package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which time each judgement of an analysis is about, and when it is due.
///
/// With an end time everything is past, and nothing waits but for a warm-up that was asked for.
/// Else each judgement waits for one more interval.
final class Windows {
  private final JsonNode request;
  private final Instant begun;
  private final Instant start;
  private final @Nullable Instant end;
  private final long lifetime;
  private final long interval;
  private final long beginAfter;
  private final long lookback;

  private Windows(JsonNode request, Instant begun) {
    JsonNode first = request.path("scopes").path(0);
    Instant said = Fields.time(first, "startTimeIso");
    this.request = request;
    this.begun = begun;
    this.start = said == null ? begun : said;
    this.end = Fields.time(first, "endTimeIso");
    this.beginAfter = Fields.minutes(request, "beginAfterMins", 0);
    this.lookback = Fields.minutes(request, "lookbackMins", 0);
    this.lifetime =
        end == null
            ? Fields.minutes(request, "lifetimeDurationMins", 0)
            : Duration.between(start, end).toMinutes();
    long every = Fields.minutes(request, "analysisIntervalMins", lifetime);
    this.interval = every <= 0 || every > lifetime ? lifetime : every;
  }

  /// @param begun when the analysis was asked for
  /// @throws dev.serin.server.http.ProblemException when a member has the wrong type
  static Windows of(JsonNode request, Instant begun) {
    return new Windows(request, begun);
  }

  /// Fills in what Kayenta takes for granted.
  static ObjectNode normal(JsonNode request) {
    ObjectNode copy = request.deepCopy();
    var scopes = copy.putArray("scopes");
    for (JsonNode scope : request.path("scopes")) {
      ObjectNode one = scopes.addObject();
      one.put("scopeName", "default");
      one.put("controlOffsetInMinutes", 0);
      one.put("step", 60);
      scope.properties().forEach(entry -> one.set(entry.getKey(), entry.getValue()));
    }
    ObjectNode limits = copy.putObject("thresholds");
    limits.put("pass", request.path("thresholds").path("pass").asDouble());
    limits.put("marginal", request.path("thresholds").path("marginal").asDouble());
    copy.put("beginAfterMins", Fields.minutes(request, "beginAfterMins", 0));
    copy.put("lookbackMins", Fields.minutes(request, "lookbackMins", 0));
    return copy;
  }

  /// Why it can not be carried out, in Kayenta's words; empty when it can.
  String problem() {
    if (request.path("scopes").isEmpty()) {
      return "Canary StageExecution configuration must contain at least one scope.";
    }
    if (end == null && lifetime <= 0) {
      return "Canary StageExecution configuration must include either `endTime` or"
          + " `lifetimeDuration`.";
    }
    if (lifetime <= 0) {
      return "`endTime` must be a minute or more after `startTime`";
    }
    return beginAfter < 0 || lookback < 0
        ? "`beginAfterMins` and `lookbackMins` must be 0 or more"
        : "";
  }

  /// How many there are. What is left of the lifetime is dropped.
  int judgements() {
    return (int) (lifetime / interval);
  }

  /// When a judgement can be made.
  ///
  /// @param number from 1
  Instant due(int number) {
    Instant warm = begun.plus(Duration.ofMinutes(beginAfter));
    return end == null ? warm.plus(Duration.ofMinutes(interval * number)) : warm;
  }

  private Instant experimentEnd(int number) {
    long warmUp = end == null ? beginAfter : 0;
    return start.plus(Duration.ofMinutes(warmUp + interval * number));
  }

  private Instant experimentStart(int number) {
    long warmUp = end == null ? beginAfter : 0;
    return lookback > 0
        ? experimentEnd(number).minus(Duration.ofMinutes(lookback))
        : start.plus(Duration.ofMinutes(warmUp));
  }

  private static Duration offset(JsonNode scope) {
    return Duration.ofMinutes(Fields.minutes(scope, "controlOffsetInMinutes", 0));
  }

  Instant controlStart(int number) {
    return experimentStart(number).minus(offset(request.path("scopes").path(0)));
  }

  Instant controlEnd(int number) {
    return experimentEnd(number).minus(offset(request.path("scopes").path(0)));
  }

  /// What a single canary is asked for that judgement. Times and step of the first scope are for
  /// all.
  JsonNode request(int number) {
    ObjectNode canary = Shelf.JSON.createObjectNode();
    ObjectNode scopes = canary.putObject("scopes");
    long step = Fields.minutes(request.path("scopes").path(0), "step", 60);
    for (JsonNode scope : request.path("scopes")) {
      ObjectNode sides = scopes.putObject(Fields.text(scope, "scopeName"));
      side(sides, scope, "control", step)
          .put("start", experimentStart(number).minus(offset(scope)).toString())
          .put("end", experimentEnd(number).minus(offset(scope)).toString());
      side(sides, scope, "experiment", step)
          .put("start", experimentStart(number).toString())
          .put("end", experimentEnd(number).toString());
    }
    canary.set("thresholds", request.path("thresholds"));
    return canary;
  }

  private static ObjectNode side(ObjectNode sides, JsonNode scope, String name, long step) {
    ObjectNode side = sides.putObject(name + "Scope");
    side.put("scope", Fields.text(scope, name + "Scope"));
    side.put("location", Fields.text(scope, name + "Location"));
    side.put("step", step);
    JsonNode extended = scope.path("extendedScopeParams");
    side.set("extendedScopeParams", extended.isObject() ? extended : Shelf.JSON.createObjectNode());
    return side;
  }
}
