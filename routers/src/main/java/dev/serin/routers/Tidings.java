package dev.serin.routers;

import java.util.OptionalLong;

/// How whole a count is that comes from a log.
///
/// @param received messages that told of a request
/// @param malformed messages that could not be read
/// @param lost messages that never arrived; empty where nobody can tell
public record Tidings(long received, long malformed, OptionalLong lost) {
  /// Nothing came yet.
  public static final Tidings NONE = new Tidings(0, 0, OptionalLong.empty());

  /// These and `more`.
  public Tidings plus(Tidings more) {
    OptionalLong both =
        lost.isEmpty() && more.lost.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(lost.orElse(0) + more.lost.orElse(0));
    return new Tidings(received + more.received, malformed + more.malformed, both);
  }
}
