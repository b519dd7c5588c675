package dev.serin.core.rollout;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rollout does next.
///
/// @param next the rollout to store before any effect is carried out
/// @param effects what is to be done outside
/// @param transitions what changed, oldest first
/// @param answers one for each command observed, in their order
/// @param standing how it is doing now
/// @param waiting what it waits for now
public record Decision(
    Rollout next,
    List<Effect> effects,
    List<Transition> transitions,
    List<Command.Answer> answers,
    Standing standing,
    Wait waiting) {
  /// Copies its lists.
  public Decision {
    effects = List.copyOf(effects);
    transitions = List.copyOf(transitions);
    answers = List.copyOf(answers);
  }

  /// What a rollout waits for.
  ///
  /// @param what a few words; empty when it waits for nothing
  /// @param until when that is over by itself; null when it is not a matter of time
  public record Wait(String what, @Nullable Instant until) {
    static final Wait NOTHING = new Wait("", null);
  }
}
