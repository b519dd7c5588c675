package dev.serin.cli.console;

/// What `serin` exits with; scripts rely on it.
public final class ExitCode {
  /// It was done, or promoted.
  public static final int DONE = 0;

  /// It was rolled back, refused, or failed.
  public static final int REFUSED = 1;

  /// The manifest or the command is wrong.
  public static final int WRONG = 2;

  /// It ended undecided.
  public static final int UNDECIDED = 3;

  /// A person interrupted it twice.
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
