package dev.serin.core.analysis;

/// Where a measurement, a metric or a run stands.
public enum AnalysisPhase {
  /// Not started.
  PENDING("Pending", 2),
  /// Under way.
  RUNNING("Running", 1),
  /// Its success condition holds.
  SUCCESSFUL("Successful", 0),
  /// Its failure condition holds, or its success condition does not.
  FAILED("Failed", 5),
  /// It could not be measured.
  ERROR("Error", 4),
  /// Neither condition holds.
  INCONCLUSIVE("Inconclusive", 3);

  private final String word;
  private final int severity;

  AnalysisPhase(String word, int severity) {
    this.word = word;
    this.severity = severity;
  }

  /// Argo's word for it.
  public String word() {
    return word;
  }

  /// True for the four phases that never change again.
  public boolean completed() {
    return switch (this) {
      case SUCCESSFUL, FAILED, ERROR, INCONCLUSIVE -> true;
      case PENDING, RUNNING -> false;
    };
  }

  /// True when this is worse news than `other`. From good to bad: Successful, Running, Pending,
  /// Inconclusive, Error, Failed.
  public boolean worseThan(AnalysisPhase other) {
    return severity > other.severity;
  }
}
