package dev.serin.core.rollout;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is seen of the world at one moment. It never waits for anything.
///
/// @param at the time
/// @param traffic what the router does
/// @param available the revisions that can take traffic
/// @param analyses every analysis run of the rollout, by name
/// @param commands what people asked since the last look, oldest first
public record Observation(
    Instant at,
    Traffic traffic,
    Set<Revision> available,
    Map<String, RunReport> analyses,
    List<Command> commands) {
  /// Copies its collections.
  public Observation {
    available = Set.copyOf(available);
    analyses = Map.copyOf(analyses);
    commands = List.copyOf(commands);
  }

  /// What the router does.
  ///
  /// @param live its routing as read back; null when it has none or can not be asked
  /// @param trouble why it can not be asked; empty when it can
  /// @param drift what somebody else changed; null when nobody did
  public record Traffic(@Nullable Routing live, String trouble, @Nullable Drift drift) {
    /// Nobody else changed it.
    public Traffic(@Nullable Routing live, String trouble) {
      this(live, trouble, null);
    }

    /// The router shows exactly this.
    public static Traffic showing(Routing routing) {
      return new Traffic(routing, "");
    }

    /// The router has no routing yet.
    public static Traffic unset() {
      return new Traffic(null, "");
    }

    /// The router can not be asked.
    public static Traffic unavailable(String why) {
      return new Traffic(null, why);
    }
  }

  /// What somebody else changed in a router.
  ///
  /// @param how in a few words
  /// @param holds true when it stays so until a person lets the rollout go on, false when it is put
  ///     back at once
  public record Drift(String how, boolean holds) {}

  /// Where an analysis run is.
  ///
  /// @param message why it ended badly; empty when it did not
  /// @param evidence whether each of its metrics that count has had a successful measurement
  /// @param compared how much of the evidence that a promotion needs its comparisons have, 0 to 1
  public record RunReport(AnalysisPhase phase, String message, boolean evidence, double compared) {
    /// Of a run without a comparison.
    public RunReport(AnalysisPhase phase, String message, boolean evidence) {
      this(phase, message, evidence, 1);
    }
  }
}
