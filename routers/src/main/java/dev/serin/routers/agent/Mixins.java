package dev.serin.routers.agent;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.TextMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Jackson must know of the core's types, which know nothing of it: the names of their kinds,
/// and which parts may be null.
final class Mixins {
  private Mixins() {}

  static JsonMapper.Builder addTo(JsonMapper.Builder builder) {
    return builder
        .addMixIn(Live.class, OfLive.class)
        .addMixIn(Counted.class, OfCounted.class)
        .addMixIn(Workload.Health.class, OfHealth.class)
        .addMixIn(TextMatch.class, OfText.class)
        .addMixIn(RequestMatch.class, OfRequest.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "live")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Live.Routed.class, name = "routed"),
    @JsonSubTypes.Type(value = Live.Drifted.class, name = "drifted"),
    @JsonSubTypes.Type(value = Live.Unset.class, name = "unset"),
    @JsonSubTypes.Type(value = Live.Unavailable.class, name = "unavailable")
  })
  private interface OfLive {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "counted")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Counted.Sides.class, name = "sides"),
    @JsonSubTypes.Type(value = Counted.Nothing.class, name = "nothing")
  })
  private interface OfCounted {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "health")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Workload.Health.Available.class, name = "available"),
    @JsonSubTypes.Type(value = Workload.Health.Unavailable.class, name = "unavailable")
  })
  private interface OfHealth {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "match")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = TextMatch.Exact.class, name = "exact"),
    @JsonSubTypes.Type(value = TextMatch.Prefix.class, name = "prefix"),
    @JsonSubTypes.Type(value = TextMatch.Regex.class, name = "regex")
  })
  private interface OfText {}

  abstract static class OfRequest {
    OfRequest(
        @JsonSetter(nulls = Nulls.SET) @Nullable TextMatch method,
        @JsonSetter(nulls = Nulls.SET) @Nullable TextMatch path,
        List<HeaderMatch> headers) {}
  }
}
