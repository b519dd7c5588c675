package dev.serin.core.rollout;

/// Argo's word for how a rollout is doing.
public enum Phase {
  /// Stable gets everything and nothing is to be done.
  HEALTHY("Healthy"),
  /// On its way.
  PROGRESSING("Progressing"),
  /// Waits for a time, for a person, or for better evidence.
  PAUSED("Paused"),
  /// The update failed or is stuck.
  DEGRADED("Degraded");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  /// Argo's spelling.
  public String word() {
    return word;
  }
}
