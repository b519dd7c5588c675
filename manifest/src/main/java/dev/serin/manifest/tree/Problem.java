package dev.serin.manifest.tree;

/// Something in a manifest that is wrong, or that is better done in another way.
///
/// @param id what kind of problem it is, such as `unknown-field`; stable, for scripts
/// @param path the field, such as `spec.strategy.canary.steps[0].setWeight`; empty for a whole file
/// @param message what is wrong; where Argo Rollouts reports the same, its text
/// @param fix what would be right
public record Problem(
    Severity severity, String id, String path, Place place, String message, String fix) {

  /// How bad a problem is.
  public enum Severity {
    /// The manifest can not be used.
    ERROR,
    /// The manifest can be used but probably does not do what its author wants.
    WARNING,
    /// Worth knowing.
    INFO
  }

  /// True when the manifest can not be used because of it.
  public boolean error() {
    return severity == Severity.ERROR;
  }

  /// One line: place, severity, message, fix and id.
  @Override
  public String toString() {
    String word =
        switch (severity) {
          case ERROR -> "error";
          case WARNING -> "warning";
          case INFO -> "info";
        };
    return place
        + ": "
        + word
        + ": "
        + message
        + (fix.isEmpty() ? "" : "; " + fix)
        + " ["
        + id
        + "]";
  }
}
