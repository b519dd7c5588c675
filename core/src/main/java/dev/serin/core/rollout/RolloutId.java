package dev.serin.core.rollout;

/// The name of a rollout, unique in its namespace.
///
/// @param namespace not blank; `default` when a manifest names none
/// @param name not blank
public record RolloutId(String namespace, String name) {
  /// @throws IllegalArgumentException when a part is blank
  public RolloutId {
    if (namespace.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException("a rollout needs a namespace and a name");
    }
  }

  /// As people write it: `namespace/name`.
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
