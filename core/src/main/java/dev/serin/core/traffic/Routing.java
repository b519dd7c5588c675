package dev.serin.core.traffic;

import java.util.List;

/// The whole of what a router shall do for a rollout.
///
/// @param stable the revision that gets what the canary does not
/// @param canary the revision on trial; equal to `stable` when there is none
/// @param weight the canary's share
/// @param headers routes that send matching requests to the canary, most important first
/// @param mirrors routes that copy matching requests to the canary, most important first
public record Routing(
    Revision stable,
    Revision canary,
    Weight weight,
    List<HeaderRoute> headers,
    List<MirrorRoute> mirrors) {
  /// Copies its lists.
  public Routing {
    headers = List.copyOf(headers);
    mirrors = List.copyOf(mirrors);
  }

  /// Everything goes to one revision.
  public static Routing allTo(Revision revision) {
    return new Routing(revision, revision, Weight.NONE, List.of(), List.of());
  }

  /// Requests whose headers all match go to the canary.
  public record HeaderRoute(String name, List<HeaderMatch> match) {
    /// Copies its list.
    public HeaderRoute {
      match = List.copyOf(match);
    }
  }

  /// Requests of which one of the matches is true are copied to the canary.
  ///
  /// @param percentage 0 to 100
  public record MirrorRoute(String name, List<RequestMatch> match, int percentage) {
    /// Copies its list.
    public MirrorRoute {
      match = List.copyOf(match);
    }
  }
}
