package dev.serin.server.rollouts;

import dev.serin.core.rollout.Command;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What somebody asks of a rollout.
///
/// @param by who asks, and why
/// @param key names the asking: the same key asks only once; null for none
/// @param version the rollout's version that it is about; empty for whatever it is at. It is
///     refused
///     when the rollout is at another version now, or at another step or phase when its turn comes
public record Ask(Wish wish, Author by, @Nullable String key, OptionalLong version) {
  /// What is asked.
  public sealed interface Wish {
    /// A command to the engine.
    record Order(Command command) implements Wish {}

    /// Go back to a revision that was stable before.
    ///
    /// @param revision which one; null for the last before the present one
    record Undo(@Nullable String revision) implements Wish {}
  }
}
