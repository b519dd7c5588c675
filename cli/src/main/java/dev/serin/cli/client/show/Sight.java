package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;

/// Shows a rollout of a server to whoever watches it. Called by one thread.
public interface Sight extends AutoCloseable {
  /// Shows where the rollout is.
  void rollout(Seen rollout);

  /// Shows what happened.
  void transition(Seen transition);

  /// Shows what users get just now.
  void signals(Seen signals);

  /// Says something that is not a change of the rollout.
  void note(String message);

  /// Leaves what is to stay.
  @Override
  void close();
}
