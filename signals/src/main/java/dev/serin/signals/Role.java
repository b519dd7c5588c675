package dev.serin.signals;

import java.util.Locale;

/// The part that a revision plays when a request is routed to it.
public enum Role {
  /// It gets what the canary does not.
  STABLE,
  /// It is on trial.
  CANARY;

  /// As the label `version` of a metric writes it: `stable` or `canary`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
