package dev.serin.server.notify;

/// What came of sending a letter once.
sealed interface Sent {
  /// The destination took it.
  record Taken() implements Sent {}

  /// It was not taken, and may be the next time.
  ///
  /// @param why one sentence without secrets
  record Later(String why) implements Sent {}

  /// It will never be taken.
  ///
  /// @param why one sentence without secrets
  record Never(String why) implements Sent {}
}
