package dev.serin.gateway.accesslog;

import java.util.Locale;

/// How a request ended.
public enum Outcome {
  /// The backend answered, and the client has all of it.
  ANSWERED,
  /// The client gave it up, or did not take the whole answer.
  CLIENT_ABORT,
  /// Somebody took too long.
  TIMEOUT,
  /// The backend could not be reached, or broke its answer off.
  UPSTREAM_FAILURE,
  /// Its revision gets no more traffic, and it took longer than a handover may.
  CUT_OFF,
  /// The gateway did not pass it on, or not to its end.
  REFUSED;

  /// How a request ended that the gateway answered itself, or whose answer it broke off.
  ///
  /// @param status of the answer
  public static Outcome ofGateway(int status) {
    return switch (status) {
      case 408, 504 -> TIMEOUT;
      case 502 -> UPSTREAM_FAILURE;
      default -> REFUSED;
    };
  }

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /// `answered`, `client-abort`, `timeout`, `upstream-failure`, `cut-off` or `refused`.
  String label() {
    return label;
  }
}
