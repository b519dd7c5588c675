package dev.serin.server.rollouts;

import dev.serin.core.rollout.Phase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rollout at a glance, as the node that runs it wrote it down last.
///
/// @param message why it is in its phase, as Argo says it; may be empty
/// @param strategy `canary` or `blueGreen`
/// @param stable the revision that users trust; null before the first
/// @param desired the revision that is wanted
/// @param step null when its plan has no steps, or it is past them
/// @param waiting what it waits for; null for nothing
/// @param weight the canary's share that was asked for, in parts per million
/// @param effective the canary's share that the router really gives, in parts per million; null
///     when that is not known
/// @param router null when nothing carries it
/// @param backends in the order of their roles, stable first
/// @param guarded true when Serin's own guard watches it, because the manifest names no analysis
/// @param plan every step in words, in their order
public record Summary(
    Phase phase,
    String message,
    String strategy,
    @Nullable String stable,
    String desired,
    @Nullable Step step,
    @Nullable Waiting waiting,
    int weight,
    @Nullable Integer effective,
    @Nullable Router router,
    List<Pool> backends,
    boolean guarded,
    List<String> plan) {
  /// Copies its lists.
  public Summary {
    backends = List.copyOf(backends);
    plan = List.copyOf(plan);
  }

  /// Where it is in its plan.
  ///
  /// @param index from 0
  /// @param count how many steps there are
  /// @param text such as `setWeight: 20`
  public record Step(int index, int count, String text) {}

  /// What it waits for.
  ///
  /// @param until when that is over by itself; null when it is not a matter of time
  public record Waiting(String what, @Nullable Instant until) {}

  /// What carries its users.
  ///
  /// @param kind such as `serin/gateway`
  /// @param address where users find it, as people read it
  /// @param trouble what people should know now; empty when nothing is unusual
  public record Router(String kind, String address, String trouble) {}

  /// A version's servers.
  ///
  /// @param role `stable` or `canary`
  /// @param endpoints their URLs
  /// @param healthy whether it can take traffic
  /// @param why it can not; empty when it can
  public record Pool(
      String name,
      String role,
      String revision,
      List<String> endpoints,
      boolean healthy,
      String why) {
    /// Copies its list.
    public Pool {
      endpoints = List.copyOf(endpoints);
    }
  }
}
