package dev.serin.cli.view;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Hold;
import dev.serin.core.rollout.Status;
import java.util.Optional;

/// What the keys of the live view ask of a rollout.
final class Key {
  static final String HELP =
      "keys: p promote  P promote --full  space pause/resume  s skip  r retry  a abort";

  private Key() {}

  /// The command that a key stands for just now; empty when it stands for none.
  static Optional<Command> command(int key, Status status) {
    return switch (key) {
      case 'p' -> Optional.of(new Command.Promote());
      case 'P' -> Optional.of(new Command.PromoteFull());
      case 'a' -> Optional.of(new Command.Abort(""));
      case 's' -> Optional.of(new Command.Skip());
      case 'r' -> Optional.of(new Command.Retry());
      case ' ' ->
          Optional.of(
              status.holds().contains(Hold.PERSON) ? new Command.Resume() : new Command.Pause());
      default -> Optional.empty();
    };
  }
}
