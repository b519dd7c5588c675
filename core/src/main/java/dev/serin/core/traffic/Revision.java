package dev.serin.core.traffic;

/// One version of the service: Argo's pod-template hash, or the `version` of a Backend.
///
/// @param hash not blank
public record Revision(String hash) {
  /// @throws IllegalArgumentException when `hash` is blank
  public Revision {
    if (hash.isBlank()) {
      throw new IllegalArgumentException("a revision needs a version");
    }
  }

  @Override
  public String toString() {
    return hash;
  }
}
