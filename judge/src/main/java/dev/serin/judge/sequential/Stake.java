package dev.serin.judge.sequential;

/// The counts that the next bet is about: one batch, or several when an arm of the earlier ones was
/// empty.
final class Stake {
  private double canary;
  private long canaryEvents;
  private double baseline;
  private long baselineEvents;

  void add(double moreCanary, long moreCanaryEvents, double moreBaseline, long moreBaselineEvents) {
    Batch.check(moreCanary, moreCanaryEvents);
    Batch.check(moreBaseline, moreBaselineEvents);
    canary += moreCanary;
    canaryEvents += moreCanaryEvents;
    baseline += moreBaseline;
    baselineEvents += moreBaselineEvents;
  }

  void add(Stake other) {
    add(other.canary, other.canaryEvents, other.baseline, other.baselineEvents);
  }

  void clear() {
    canary = 0;
    canaryEvents = 0;
    baseline = 0;
    baselineEvents = 0;
  }

  /// True when both arms have requests; a ceiling needs the canary's only.
  boolean complete(Tolerance tolerance) {
    return canary > 0 && (baseline > 0 || tolerance.factor() == 0);
  }

  /// ln of the canary's requests for each of the baseline's.
  double logOdds() {
    return StrictMath.log(canary / baseline);
  }

  double requests() {
    return canary + baseline;
  }

  long canaryEvents() {
    return canaryEvents;
  }

  long events() {
    return canaryEvents + baselineEvents;
  }

  /// The chance that an event is the canary's while the canary is just tolerated.
  double share(double factor) {
    return canary * factor / (canary * factor + baseline);
  }

  /// What a bet on `rho` pays for this batch before its own events bring ln `rho` each.
  double cost(double rho, Tolerance tolerance) {
    double factor = tolerance.factor();
    double allowed = canary * factor;
    double more = rho - 1;
    double paid = 0;
    if (events() > 0 && allowed > 0) {
      paid = events() * StrictMath.log1p(allowed * more / (allowed + baseline));
    }
    double absolute = tolerance.absolute();
    if (absolute == 0) {
      return paid;
    }
    double odds = factor == 0 ? 1 : baseline / (allowed * rho + baseline);
    return paid + absolute * canary * odds * more;
  }

  void write(SnapshotWriter to) {
    to.put(canary).put(canaryEvents).put(baseline).put(baselineEvents);
  }

  void read(SnapshotReader from) {
    double readCanary = from.real();
    long readCanaryEvents = from.whole();
    clear();
    add(readCanary, readCanaryEvents, from.real(), from.whole());
  }
}
