package dev.serin.judge;

/// Compares a canary with its baseline, sample by sample. Each sample multiplies the evidence that
/// was there before, so weights may change from one to the next, and a verdict may be asked for at
/// any moment: the chance of ever calling a good canary worse is at most alpha.
///
/// It is not safe for use by several threads at once.
public final class Comparison {
  private final Terms terms;
  private final SignalTests tests;
  private boolean condemned;

  private Comparison(Terms terms, SignalTests tests) {
    this.terms = terms;
    this.tests = tests;
  }

  /// A comparison that has seen nothing.
  public static Comparison of(Terms terms) {
    return new Comparison(terms, SignalTests.of(terms));
  }

  /// The comparison that [#snapshot()] was taken of, to the last bit.
  ///
  /// @param terms that it was made with
  /// @throws IllegalArgumentException when the snapshot is damaged, of other terms, or of another
  ///     version
  public static Comparison restore(Terms terms, byte[] snapshot) {
    Parcel.Parts parts = Parcel.open(terms, snapshot);
    boolean condemned = parts.numbers(1)[0] == 1;
    Comparison restored = new Comparison(terms, SignalTests.of(terms, parts));
    restored.condemned = condemned;
    return restored;
  }

  /// What it compares by.
  public Terms terms() {
    return terms;
  }

  /// Takes in what came of both sides.
  ///
  /// @throws IllegalArgumentException when the sample is not of the kind that the signal needs
  public void add(Sample sample) {
    tests.add(sample);
  }

  /// Learns from what the baseline served while the canary was not on trial yet. It is no evidence;
  /// it only lets slow requests be told from usual ones sooner.
  public void learn(Served baseline) {
    tests.learn(baseline);
  }

  /// The natural logarithm of the evidence that the canary is worse, as an e-value.
  public double logE() {
    return tests.strength().logE();
  }

  /// Whether it has ever called the canary worse.
  public boolean worse() {
    return condemned || tests.strength().reached();
  }

  /// Calls the canary worse because the whole family of comparisons does.
  public void condemn() {
    condemned = true;
  }

  /// The verdict now, with all that it rests on.
  public Evidence evidence() {
    return tests.standing(worse()).evidence(tests.estimates());
  }

  /// All that it knows, to be stored.
  public byte[] snapshot() {
    Parcel parcel = Parcel.of(terms).put(condemned ? 1L : 0L);
    tests.into(parcel);
    return parcel.bytes();
  }
}
