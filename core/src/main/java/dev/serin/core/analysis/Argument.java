package dev.serin.core.analysis;

import org.jspecify.annotations.Nullable;

/// A named value that an analysis template asks for, or that a rollout gives it.
///
/// @param value null when it is not given here
/// @param from where the value comes from; null when it is given here or not at all
public record Argument(String name, @Nullable String value, @Nullable Origin from) {
  /// An argument with its value.
  public static Argument of(String name, String value) {
    return new Argument(name, value, null);
  }

  /// Where the value of an argument comes from.
  public sealed interface Origin {
    /// A key of a secret.
    record Secret(String name, String key) implements Origin {}

    /// A field of the rollout, such as `metadata.labels['app']`.
    record Field(String path) implements Origin {}

    /// The hash of one of the two revisions.
    record PodTemplateHash(Which which) implements Origin {}
  }

  /// One of a rollout's two revisions.
  public enum Which {
    /// The revision that users trust.
    STABLE,
    /// The revision on trial.
    LATEST
  }
}
