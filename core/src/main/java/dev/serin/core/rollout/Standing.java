package dev.serin.core.rollout;

/// How a rollout is doing, as Argo tells it.
///
/// @param message why; empty when Healthy
public record Standing(Phase phase, String message) {
  @Override
  public String toString() {
    return message.isEmpty() ? phase.word() : phase.word() + " - " + message;
  }
}
