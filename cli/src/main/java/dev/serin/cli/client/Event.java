package dev.serin.cli.client;

import java.util.function.Supplier;

/// What an [EventStream] brings.
public sealed interface Event {
  /// The server listens to us: whatever happened before may be asked for now.
  record Opened() implements Event {}

  /// The server tells something.
  ///
  /// @param name `rollout`, `transition` or `deleted`
  record Told(String name, Seen data) implements Event {}

  /// The connection is lost; it is taken up again in a moment.
  ///
  /// @param why in a sentence
  record Lost(String why) implements Event {}

  /// The server refuses to tell.
  ///
  /// @param why is to be thrown
  record Refused(Supplier<RuntimeException> why) implements Event {}
}
