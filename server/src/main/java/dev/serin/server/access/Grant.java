package dev.serin.server.access;

/// A role in a namespace.
///
/// @param namespace `*` for all
public record Grant(Role role, String namespace) {
  /// Stands for all namespaces.
  public static final String EVERYWHERE = "*";

  /// Checks that a namespace is named.
  ///
  /// @throws IllegalArgumentException for an empty namespace
  public Grant {
    if (namespace.isBlank()) {
      throw new IllegalArgumentException(
          "a grant's namespace is empty: name one, or * for all of them");
    }
  }

  /// True when it reaches into a namespace; `*` asks for all of them.
  public boolean covers(String asked) {
    return namespace.equals(EVERYWHERE) || namespace.equals(asked);
  }
}
