package dev.serin.server.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The two versions; each null or empty when not said.
///
/// @param stable URLs of the trusted version's servers
/// @param canary URLs of the new version's servers
public record Targets(
    List<String> stable,
    List<String> canary,
    @Nullable String stableVersion,
    @Nullable String canaryVersion) {
  /// The manifests name them.
  public static final Targets NONE = new Targets(List.of(), List.of(), null, null);

  /// Copies its lists.
  public Targets {
    stable = List.copyOf(stable);
    canary = List.copyOf(canary);
  }

  /// True when nothing is said of the versions.
  public boolean none() {
    return stable.isEmpty() && canary.isEmpty() && stableVersion == null && canaryVersion == null;
  }
}
