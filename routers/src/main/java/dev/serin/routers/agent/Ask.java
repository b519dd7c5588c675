package dev.serin.routers.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.routers.Pools;
import java.util.List;

/// What an engine wants of an agent.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ask")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Ask.Observe.class, name = "observe"),
  @JsonSubTypes.Type(value = Ask.Apply.class, name = "apply"),
  @JsonSubTypes.Type(value = Ask.Release.class, name = "release"),
  @JsonSubTypes.Type(value = Ask.Look.class, name = "look")
})
sealed interface Ask {
  /// One message to an agent.
  ///
  /// @param version of the protocol
  /// @param pools what they run now; empty when the agent's own manifest says so
  record Letter(int version, RolloutId rollout, List<Pools.Pool> pools, Ask ask) {
    public Letter {
      pools = List.copyOf(pools);
    }
  }

  /// The version of the protocol.
  int VERSION = 1;

  /// What does the balancer do?
  record Observe() implements Ask {}

  /// Route so.
  record Apply(Routing routing) implements Ask {}

  /// Give the user's own configuration back.
  record Release() implements Ask {}

  /// What was counted, and how are the pools?
  ///
  /// @param revisions whose health is asked for
  /// @param windows of the signals that are asked for, in seconds, 1 to 600
  record Look(List<Revision> revisions, List<Integer> windows) implements Ask {
    public Look {
      revisions = List.copyOf(revisions);
      windows = List.copyOf(windows);
    }
  }
}
