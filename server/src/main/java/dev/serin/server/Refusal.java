package dev.serin.server;

/// A command that can not be carried out as it was given; its message says why and what is right.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message one or more lines for people
  public Refusal(String message) {
    super(message);
  }
}
