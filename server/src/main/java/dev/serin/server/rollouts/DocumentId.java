package dev.serin.server.rollouts;

/// Which document is meant.
///
/// @param kind as manifests write it, such as `Rollout` or `Backend`
/// @param namespace empty for kinds that have none
public record DocumentId(String kind, String namespace, String name) {
  /// As people write it: `Backend default/blue`.
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
