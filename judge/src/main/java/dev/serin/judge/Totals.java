package dev.serin.judge;

/// Requests and failures of both sides so far.
final class Totals {
  private long canary;
  private long canaryFailed;
  private long baseline;
  private long baselineFailed;

  static Totals of(Parcel.Parts parts) {
    long[] numbers = parts.numbers(4);
    Totals totals = new Totals();
    totals.canary = numbers[0];
    totals.canaryFailed = numbers[1];
    totals.baseline = numbers[2];
    totals.baselineFailed = numbers[3];
    return totals;
  }

  void add(Served ofBaseline, Served ofCanary) {
    canary += ofCanary.answered();
    canaryFailed += ofCanary.failed();
    baseline += ofBaseline.answered();
    baselineFailed += ofBaseline.failed();
  }

  long canary() {
    return canary;
  }

  long baseline() {
    return baseline;
  }

  /// Failures per request; NaN without a request.
  double canaryRate() {
    return canaryFailed / (double) canary;
  }

  double baselineRate() {
    return baselineFailed / (double) baseline;
  }

  void into(Parcel parcel) {
    parcel.put(canary, canaryFailed, baseline, baselineFailed);
  }
}
