package dev.serin.server.store;

import dev.serin.core.rollout.RolloutId;

/// Which document is meant.
///
/// @param kind as manifests write it, such as `Rollout` or `Backend`
/// @param namespace empty for kinds that have none
public record DocumentId(String kind, String namespace, String name) {
  /// The kind of a rollout's own document.
  public static final String ROLLOUT = "Rollout";

  /// The kind of a document with routes of Serin's own gateway.
  public static final String GATEWAY = "Gateway";

  /// As a name: all documents of a kind in a namespace, also those to come.
  public static final String ANY = "*";

  /// The document of a rollout.
  public static DocumentId of(RolloutId id) {
    return new DocumentId(ROLLOUT, id.namespace(), id.name());
  }

  /// As people write it: `Backend default/blue`.
  @Override
  public String toString() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }
}
