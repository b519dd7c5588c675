package dev.serin.cli.view;

/// Shows a run to whoever started it. Called from one thread at a time, but for [#note].
public sealed interface View extends AutoCloseable permits Relay, LiveView, PlainView, JsonView {
  /// Shows what is now.
  void show(Frame frame);

  /// Says something that is not a change of the rollout. Safe from any thread.
  void note(String message);

  /// Shows how it ended.
  void end(Frame last, Ending ending);

  /// Gives the terminal back.
  @Override
  void close();
}
