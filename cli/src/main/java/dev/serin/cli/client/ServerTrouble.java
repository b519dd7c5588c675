package dev.serin.cli.client;

/// A server that did not do its part: it can not be reached, or fails. Its message says how, and
/// what would help; the same command may work a moment later.
public final class ServerTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message one or more lines for people
  ServerTrouble(String message) {
    super(message);
  }

  /// @param message one or more lines for people
  ServerTrouble(String message, Throwable cause) {
    super(message, cause);
  }
}
