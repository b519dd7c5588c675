package dev.serin.judge.kayenta;

/// What a summary score means, by its thresholds.
public enum Verdict {
  /// At or above the threshold to pass.
  PASS("Pass"),
  /// Below that, but at or above the marginal threshold.
  MARGINAL("Marginal"),
  /// Below both.
  FAIL("Fail");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /// As Kayenta writes it.
  public String label() {
    return label;
  }
}
