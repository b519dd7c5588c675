package dev.serin.judge;

/// Compares a canary with its baseline, sample by sample. Each sample multiplies the evidence that
/// was there before, so weights may change from one to the next, and a verdict may be asked for at
/// any moment: the chance of ever calling a good canary worse is at most alpha.
///
/// It is not safe for use by several threads at once.
public sealed interface Comparison
    permits EventComparison, LatencyComparison, TrafficComparison, LevelComparison {
  /// A comparison that has seen nothing.
  static Comparison of(Terms terms) {
    return switch (terms.signal()) {
      case ERRORS, CUSTOM -> new EventComparison(terms);
      case LATENCY -> new LatencyComparison(terms);
      case TRAFFIC -> new TrafficComparison(terms);
      case SATURATION -> new LevelComparison(terms);
    };
  }

  /// The comparison that [#snapshot()] was taken of, to the last bit.
  ///
  /// @param terms that it was made with
  /// @throws IllegalArgumentException when the snapshot is damaged, of other terms, or of another
  ///     version
  static Comparison restore(Terms terms, byte[] snapshot) {
    Parcel.Parts parts = Parcel.open(terms, snapshot);
    return switch (terms.signal()) {
      case ERRORS, CUSTOM -> EventComparison.of(terms, parts);
      case LATENCY -> LatencyComparison.of(terms, parts);
      case TRAFFIC -> TrafficComparison.of(terms, parts);
      case SATURATION -> LevelComparison.of(terms, parts);
    };
  }

  /// What it compares by.
  Terms terms();

  /// Takes in what came of both sides.
  ///
  /// @throws IllegalArgumentException when the sample is not of the kind that the signal needs
  void add(Sample sample);

  /// Learns from what the baseline served while the canary was not on trial yet. It is no evidence;
  /// it only lets slow requests be told from usual ones sooner.
  void learn(Served baseline);

  /// The natural logarithm of the evidence that the canary is worse, as an e-value.
  double logE();

  /// Whether it has ever called the canary worse.
  boolean worse();

  /// Calls the canary worse because the whole family of comparisons does.
  void condemn();

  /// The verdict now, with all that it rests on.
  Evidence evidence();

  /// All that it knows, to be stored.
  byte[] snapshot();
}
