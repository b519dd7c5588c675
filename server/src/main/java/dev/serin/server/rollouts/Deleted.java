package dev.serin.server.rollouts;

/// What came of deleting a document.
public sealed interface Deleted {
  /// It is gone. A rollout's users are served on by its stable revision for as long as its router
  /// does so by itself; Serin's own gateway serves it no more.
  record Done() implements Deleted {}

  /// There is none of this name.
  record Unknown() implements Deleted {}

  /// Something needs it, or it is on its way.
  ///
  /// @param why with what would help
  record Refused(String why) implements Deleted {}
}
