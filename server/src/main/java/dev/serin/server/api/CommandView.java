package dev.serin.server.api;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Command.Answer;
import dev.serin.server.store.Log;
import java.time.Instant;

/// What was asked of a rollout, and what came of it.
///
/// @param number names it
/// @param state `done`, `refused` or `pending`
/// @param message what came of it; empty while it is pending
record CommandView(
    long number, String command, String state, String message, String by, Instant at, String why) {
  static CommandView of(Log.Asking asking) {
    CommandView view =
        new CommandView(
            asking.number(),
            asking.command() == null ? "undo" : word(asking.command()),
            "pending",
            "",
            asking.by(),
            asking.at(),
            asking.why());
    Answer answer = asking.answer();
    return answer == null ? view : view.answered(answer);
  }

  CommandView answered(Answer answer) {
    return switch (answer) {
      case Answer.Done(var message) -> in("done", message);
      case Answer.Refused(var message) -> in("refused", message);
    };
  }

  private CommandView in(String next, String said) {
    return new CommandView(number, command, next, said, by, at, why);
  }

  private static String word(Command command) {
    return switch (command) {
      case Command.Promote _ -> "promote";
      case Command.PromoteFull _ -> "promoteFull";
      case Command.Abort _ -> "abort";
      case Command.Retry _ -> "retry";
      case Command.Pause _ -> "pause";
      case Command.Resume _ -> "resume";
      case Command.Skip _ -> "skip";
    };
  }
}
