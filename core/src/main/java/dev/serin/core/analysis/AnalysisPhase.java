package dev.serin.core.analysis;

/// Where a measurement, a metric or a run stands.
public enum AnalysisPhase {
  /// Not started.
  PENDING("Pending"),
  /// Under way.
  RUNNING("Running"),
  /// Its success condition holds.
  SUCCESSFUL("Successful"),
  /// Its failure condition holds, or its success condition does not.
  FAILED("Failed"),
  /// It could not be measured.
  ERROR("Error"),
  /// Neither condition holds.
  INCONCLUSIVE("Inconclusive");

  private final String word;

  AnalysisPhase(String word) {
    this.word = word;
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
}
