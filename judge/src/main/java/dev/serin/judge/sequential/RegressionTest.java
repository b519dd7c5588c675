package dev.serin.judge.sequential;

/// Finds that the canary's events (errors, restarts, any yes-no outcome) are more frequent than
/// tolerated. The null is `canary rate <= (1 + relative) * baseline rate + absolute`; neither rate
/// has to be known, and both rates and the traffic split may change from batch to batch, also
/// because of earlier evidence.
///
/// Asked of the caller: events are counted among the same requests, a batch does not end because of
/// its outcomes, and requests fail independently (else see [#dispersed]).
public final class RegressionTest implements EProcess {
  private static final double SHARE = 0.001;

  private final Tolerance tolerance;
  private final double alpha;
  private final double threshold;
  private final double dispersion;
  private final Mode mode;
  private final Grid grid;
  private final Wealth wealth;
  private final OvershootBoost boost;
  private final Stake stake = new Stake();
  private long lastSequence = Long.MIN_VALUE;

  /// @param alpha chance of a false alarm over the whole life of the test, between 0 and 1
  public RegressionTest(Tolerance tolerance, double alpha) {
    this(tolerance, alpha, 1, Mode.USUAL);
  }

  private RegressionTest(Tolerance tolerance, double alpha, double dispersion, Mode mode) {
    if (!(dispersion >= 1) || Double.isInfinite(dispersion)) {
      throw new IllegalArgumentException("dispersion must be 1 or more, but is " + dispersion);
    }
    this.tolerance = tolerance;
    this.alpha = alpha;
    this.threshold = Level.threshold(alpha);
    this.dispersion = dispersion;
    this.mode = mode;
    this.grid = mode == Mode.USUAL ? Grid.WORSE_WITH_CASH : Grid.WORSE;
    this.wealth = new Wealth(grid.logPrior(), mode == Mode.USUAL ? SHARE : 0);
    this.boost = new OvershootBoost(grid);
  }

  /// A test for events that come in clusters, such as a session whose requests fail together: all
  /// evidence is divided by `dispersion`.
  ///
  /// @param dispersion 1 or more: E[m²]/E[m] of the number m of events in a cluster
  public static RegressionTest dispersed(Tolerance tolerance, double alpha, double dispersion) {
    return new RegressionTest(tolerance, alpha, dispersion, Mode.USUAL);
  }

  /// A test that bets all from the start, with neither cash nor share: needs a little less for a
  /// regression that is there at once, and much more for one that comes later.
  public static RegressionTest eager(Tolerance tolerance, double alpha) {
    return new RegressionTest(tolerance, alpha, 1, Mode.EAGER);
  }

  /// A test that sees a part of the traffic only, such as one of several processes, and is merged
  /// with the others for every look (see [#mergedWith]). It bets without cash, share and boost,
  /// which would not be valid there, and goes on when it has reached the threshold alone: that is
  /// no alarm.
  public static RegressionTest shard(Tolerance tolerance, double alpha) {
    return new RegressionTest(tolerance, alpha, 1, Mode.SHARD);
  }

  /// Takes in one batch. While one of the arms is empty it waits for the next one. Does nothing
  /// once alarmed.
  ///
  /// @param canary requests or exposure
  /// @param baseline requests or exposure
  /// @return [#logE] after it
  /// @throws IllegalArgumentException when a count is negative or not finite
  public double update(double canary, long canaryEvents, double baseline, long baselineEvents) {
    if (alarmed() && mode != Mode.SHARD) {
      return logE();
    }
    stake.add(canary, canaryEvents, baseline, baselineEvents);
    if (stake.complete(tolerance)) {
      if (stake.events() > 0 || tolerance.absolute() != 0) {
        bet();
      }
      stake.clear();
    }
    return logE();
  }

  /// Takes in batch number `sequence`; ignores it unless its number is higher than all before.
  ///
  /// @return [#logE] after it
  public double update(long sequence, Batch batch) {
    if (sequence <= lastSequence) {
      return logE();
    }
    lastSequence = sequence;
    return update(batch.canary(), batch.canaryEvents(), batch.baseline(), batch.baselineEvents());
  }

  private void bet() {
    double[] trial = wealth.trial();
    for (int j = 0; j < trial.length; j++) {
      trial[j] -= stake.cost(grid.rho(j), tolerance) / dispersion;
    }
    double bonus = 0;
    if (tolerance.absolute() == 0 && dispersion == 1 && mode != Mode.SHARD) {
      double share = stake.share(tolerance.factor());
      bonus = boost.log(trial, threshold - wealth.log(), share, stake.events());
    }
    for (int j = 0; j < trial.length; j++) {
      trial[j] += stake.canaryEvents() * grid.logRho(j) / dispersion;
    }
    wealth.settle(stake.events() > 0, bonus, threshold);
  }

  @Override
  public double logE() {
    return wealth.log();
  }

  @Override
  public double highest() {
    return wealth.highest();
  }

  @Override
  public double threshold() {
    return threshold;
  }

  /// True once a regression has been found; stays true.
  public boolean alarmed() {
    return reached();
  }

  /// A new test with the evidence of both, for two processes that each saw a part of the traffic.
  /// The gains of each bet are multiplied: more evidence than the product of the two totals. What
  /// either had reached alone does not count any more.
  ///
  /// Of [#shard]s the result may be looked at after every batch, as long as they see different
  /// requests whose outcomes are independent given the past; shards themselves are not looked at.
  /// Other tests may only be merged at a moment that is not chosen because of their evidence:
  /// merged again and again they alarm more often than alpha (8.6 instead of 5 % in
  /// `bench/validate`).
  ///
  /// @throws IllegalArgumentException when one that is no shard has alarmed, or the two are not of
  ///     the same kind
  public RegressionTest mergedWith(RegressionTest other) {
    if (mode != Mode.SHARD && (alarmed() || other.alarmed())) {
      throw new IllegalArgumentException("a test that has alarmed can not be merged");
    }
    if (!tolerance.equals(other.tolerance)
        || alpha != other.alpha
        || dispersion != other.dispersion
        || mode != other.mode) {
      throw new IllegalArgumentException("only tests with equal settings can be merged");
    }
    RegressionTest merged = restore(snapshot());
    merged.wealth.multiply(other.wealth);
    merged.stake.add(other.stake);
    merged.lastSequence = Math.max(lastSequence, other.lastSequence);
    return merged;
  }

  @Override
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.REGRESSION);
    to.put(tolerance.relative()).put(tolerance.absolute()).put(alpha).put(dispersion);
    to.put(mode.code).put(lastSequence);
    wealth.write(to);
    stake.write(to);
    return to.bytes();
  }

  /// The test that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static RegressionTest restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.REGRESSION);
    Tolerance tolerance = from.tolerance();
    double alpha = from.real();
    double dispersion = from.real();
    var test = new RegressionTest(tolerance, alpha, dispersion, Mode.of(from.whole()));
    test.lastSequence = from.whole();
    test.wealth.read(from);
    test.stake.read(from);
    from.end();
    return test;
  }

  private enum Mode {
    USUAL(0),
    EAGER(1),
    SHARD(2);

    private final long code;

    Mode(long code) {
      this.code = code;
    }

    static Mode of(long code) {
      for (Mode mode : values()) {
        if (mode.code == code) {
          return mode;
        }
      }
      throw new IllegalArgumentException("can not read the snapshot: it has no mode " + code);
    }
  }
}
