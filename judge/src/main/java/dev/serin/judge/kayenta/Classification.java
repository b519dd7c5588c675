package dev.serin.judge.kayenta;

/// What Kayenta says of one metric.
public enum Classification {
  /// No change that counts.
  PASS("Pass"),
  /// The canary is higher.
  HIGH("High"),
  /// The canary is lower.
  LOW("Low"),
  /// A side has no data.
  NODATA("Nodata"),
  /// A side has no data, and must have some.
  NODATA_FAIL_METRIC("NodataFailMetric"),
  /// It could not be classified.
  ERROR("Error");

  private final String label;

  Classification(String label) {
    this.label = label;
  }

  /// As Kayenta writes it.
  public String label() {
    return label;
  }
}
