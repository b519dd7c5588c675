package dev.serin.cli.client;

import java.util.Optional;

/// What a server answered.
///
/// @param status of HTTP
/// @param body an object; [Seen#NOTHING] when it sent none
/// @param retryAfter the header of that name, when it was sent
record Reply(int status, Seen body, Optional<String> retryAfter) {
  /// True when the server did what was asked.
  boolean good() {
    return status / 100 == 2;
  }
}
