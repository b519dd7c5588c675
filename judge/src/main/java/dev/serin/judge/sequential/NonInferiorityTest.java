package dev.serin.judge.sequential;

/// Shows that the canary's events are less frequent than a margin allows, so that it is safe to
/// promote. The null is `canary rate >= (1 + relative) * baseline rate + absolute`. Half of the
/// wealth follows a bet on the rate seen in earlier batches, half is spread over 16 fixed bets.
public final class NonInferiorityTest implements EProcess {
  private static final Grid GRID = Grid.BETTER;
  private static final double LEAST_BET = 1 / 64.0;
  private static final double MOST_BET = 1 / 1.02;

  private final Tolerance margin;
  private final double alpha;
  private final double threshold;
  private final Wealth wealth = new Wealth(prior(), 0);
  private final Stake stake = new Stake();
  private double requests;
  private long events;
  private long lastSequence = Long.MIN_VALUE;

  /// @param margin what is just not good enough; the margin of a promise to a service level is
  ///     [Tolerance#ceiling]
  /// @param alpha chance of passing a canary that is at the margin or beyond, between 0 and 1
  public NonInferiorityTest(Tolerance margin, double alpha) {
    if (margin.relative() <= 0 && margin.absolute() <= 0) {
      throw new IllegalArgumentException("a margin must allow something, but is " + margin);
    }
    this.margin = margin;
    this.alpha = alpha;
    this.threshold = Level.threshold(alpha);
  }

  /// Takes in one batch. While one of the arms is empty it waits for the next one.
  ///
  /// @return [#logE] after it
  /// @throws IllegalArgumentException when a count is negative or not finite
  public double update(double canary, long canaryEvents, double baseline, long baselineEvents) {
    stake.add(canary, canaryEvents, baseline, baselineEvents);
    if (stake.complete(margin)) {
      bet();
      requests += stake.requests();
      events += stake.events();
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
    double rho = nextBet();
    double[] trial = wealth.trial();
    trial[0] += stake.canaryEvents() * StrictMath.log(rho) - stake.cost(rho, margin);
    for (int j = 0; j < GRID.size(); j++) {
      trial[j + 1] += stake.canaryEvents() * GRID.logRho(j) - stake.cost(GRID.rho(j), margin);
    }
    wealth.settle(false, 0, Double.POSITIVE_INFINITY);
  }

  Tolerance margin() {
    return margin;
  }

  /// The bet that the next batch gets, from what was seen before it.
  double nextBet() {
    double prior = margin.absolute() > 0 ? margin.absolute() : 0.01;
    double rate = (events + 0.5) / (requests + 0.5 / prior);
    double bet = rate / (margin.factor() * rate + margin.absolute());
    return Math.min(Math.max(bet, LEAST_BET), MOST_BET);
  }

  private static double[] prior() {
    double[] grid = GRID.logPrior();
    double[] prior = new double[grid.length + 1];
    prior[0] = -StrictMath.log(2);
    for (int j = 0; j < grid.length; j++) {
      prior[j + 1] = grid[j] - StrictMath.log(2);
    }
    return prior;
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

  /// True once the canary has been shown to be within the margin; stays true.
  public boolean concluded() {
    return reached();
  }

  /// A new test with the evidence of both, for two processes that each saw a part of the traffic:
  /// the gains of each bet are multiplied. Valid when the two saw different requests whose outcomes
  /// are independent given the past; only the merged test is then to be looked at.
  ///
  /// @throws IllegalArgumentException when the settings of the two differ
  public NonInferiorityTest mergedWith(NonInferiorityTest other) {
    if (!margin.equals(other.margin) || alpha != other.alpha) {
      throw new IllegalArgumentException("only tests with equal settings can be merged");
    }
    NonInferiorityTest merged = restore(snapshot());
    merged.wealth.multiply(other.wealth);
    merged.stake.add(other.stake);
    merged.requests += other.requests;
    merged.events += other.events;
    merged.lastSequence = Math.max(lastSequence, other.lastSequence);
    return merged;
  }

  @Override
  public byte[] snapshot() {
    var to = new SnapshotWriter(SnapshotKind.NON_INFERIORITY);
    write(to);
    return to.bytes();
  }

  void write(SnapshotWriter to) {
    to.put(margin.relative()).put(margin.absolute()).put(alpha);
    to.put(lastSequence).put(requests).put(events);
    wealth.write(to);
    stake.write(to);
  }

  /// The test that `snapshot` was taken of.
  ///
  /// @throws IllegalArgumentException when it is damaged, of something else, or of another version
  public static NonInferiorityTest restore(byte[] snapshot) {
    var from = new SnapshotReader(snapshot, SnapshotKind.NON_INFERIORITY);
    NonInferiorityTest test = read(from);
    from.end();
    return test;
  }

  static NonInferiorityTest read(SnapshotReader from) {
    Tolerance margin = from.tolerance();
    var test = new NonInferiorityTest(margin, from.real());
    test.lastSequence = from.whole();
    test.requests = from.real();
    test.events = from.whole();
    test.wealth.read(from);
    test.stake.read(from);
    return test;
  }
}
