package dev.serin.providers.comparison;

import java.util.Locale;

/// One of the two sides of a comparison.
enum Population {
  /// What the canary is compared with.
  BASELINE,
  /// What is on trial.
  CANARY;

  /// What stands in queries in the place of `{{population}}`.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
