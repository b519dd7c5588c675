package dev.serin.core.engine;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where rollouts live. What it has saved survives a crash of the process at any instruction.
///
/// @implSpec Every method throws [StoreException] when the store can not be reached or read.
public interface RolloutStore {
  /// The rollout as it was saved last.
  Optional<Stored> find(RolloutId id);

  /// Saves a change as a whole, or nothing of it.
  Saved save(RolloutId id, Change change);

  /// Adds a person's command; the engine that runs the rollout answers it. Works from any process.
  ///
  /// @param by who asks
  /// @return the request's number, for [#answer]
  long request(RolloutId id, Command command, String by, Instant at);

  /// The commands that nobody has answered, oldest first.
  List<Request> requests(RolloutId id);

  /// What came of a command; empty while nobody has answered it.
  Optional<Command.Answer> answer(long request);

  /// Every change so far, oldest first.
  List<Transition> transitions(RolloutId id);

  /// A rollout as it was saved.
  ///
  /// @param runs its analysis runs, oldest first
  /// @param version counts its changes, from 1
  record Stored(Status status, List<AnalysisRun> runs, long version) {
    /// Copies its list.
    public Stored {
      runs = List.copyOf(runs);
    }
  }

  /// What is to be saved.
  ///
  /// @param expected the version that it builds on; 0 for a rollout that is not there yet
  /// @param transitions appended to the log
  /// @param replies answers to requests
  record Change(
      long expected,
      Status status,
      List<AnalysisRun> runs,
      List<Transition> transitions,
      List<Reply> replies) {
    /// Copies its lists.
    public Change {
      runs = List.copyOf(runs);
      transitions = List.copyOf(transitions);
      replies = List.copyOf(replies);
    }
  }

  /// A command that waits for its answer.
  ///
  /// @param number names it
  /// @param by who asks
  /// @param place where the rollout was that it is about, as [Status#place] says it; null when it
  ///     is about the rollout wherever that is
  record Request(long number, Command command, String by, Instant at, @Nullable String place) {
    /// A command that is about the rollout wherever it is.
    public Request(long number, Command command, String by, Instant at) {
      this(number, command, by, at, null);
    }
  }

  /// The answer to a request.
  record Reply(long request, Command.Answer answer) {}

  /// What came of saving.
  sealed interface Saved {
    /// It is saved.
    record Done(long version) implements Saved {}

    /// Somebody else saved a change first; nothing of this one is.
    record Conflict() implements Saved {}
  }

  /// The store can not be reached or read.
  final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what can not be done, with the place and what would help
    public StoreException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
