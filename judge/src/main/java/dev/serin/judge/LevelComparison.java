package dev.serin.judge;

import dev.serin.judge.sequential.PairedBlocks;
import dev.serin.judge.sequential.SignTest;
import java.util.List;
import java.util.OptionalDouble;

/// Compares levels that are sampled in time, such as the use of a processor: in pairs of blocks
/// that are long enough to be nearly independent of each other, by the sign of their difference.
public final class LevelComparison implements Comparison {
  private final Terms terms;
  private final Tests tests;
  private final Means means;
  private boolean condemned;

  private record Tests(SignTest worse, PairedBlocks blocks) {}

  /// The means of all samples so far.
  private static final class Means {
    private long samples;
    private double canary;
    private double baseline;
    private long blocks;

    void add(Sample.Levels levels) {
      samples++;
      canary += (levels.canary() - canary) / samples;
      baseline += (levels.baseline() - baseline) / samples;
    }
  }

  LevelComparison(Terms terms) {
    this(
        terms,
        new Tests(
            new SignTest(terms.alpha()),
            new PairedBlocks(PairedBlocks.USUAL_LENGTH, terms.margin().relative())),
        new Means(),
        false);
  }

  private LevelComparison(Terms terms, Tests tests, Means means, boolean condemned) {
    this.terms = terms;
    this.tests = tests;
    this.means = means;
    this.condemned = condemned;
  }

  static LevelComparison of(Terms terms, Parcel.Parts parts) {
    Tests tests = new Tests(SignTest.restore(parts.next()), PairedBlocks.restore(parts.next()));
    long[] numbers = parts.numbers(5);
    Means means = new Means();
    means.samples = numbers[0];
    means.canary = Double.longBitsToDouble(numbers[1]);
    means.baseline = Double.longBitsToDouble(numbers[2]);
    means.blocks = numbers[3];
    return new LevelComparison(terms, tests, means, numbers[4] == 1);
  }

  @Override
  public Terms terms() {
    return terms;
  }

  @Override
  public void add(Sample sample) {
    if (!(sample instanceof Sample.Levels levels)) {
      throw new IllegalArgumentException("saturation is compared by levels, not by requests");
    }
    means.add(levels);
    OptionalDouble difference = tests.blocks.add(levels.canary(), levels.baseline());
    if (difference.isPresent()) {
      means.blocks++;
      tests.worse.update(difference.getAsDouble());
    }
  }

  @Override
  public void learn(Served baseline) {
    // Only the shape of latencies can be learnt beforehand.
  }

  @Override
  public double logE() {
    return tests.worse.logE();
  }

  @Override
  public boolean worse() {
    return condemned || tests.worse.reached();
  }

  @Override
  public void condemn() {
    condemned = true;
  }

  @Override
  public Evidence evidence() {
    boolean any = means.samples > 0;
    Estimate mean =
        new Estimate(
            "mean level",
            Estimate.Unit.LEVEL,
            any ? means.canary : Double.NaN,
            any ? means.baseline : Double.NaN,
            null,
            null);
    long blocks = any ? Math.max(means.blocks, 0) : 0;
    return new Standing(
            terms, blocks, blocks, "blocks of samples", worse(), false, Strength.of(tests.worse))
        .evidence(List.of(mean));
  }

  @Override
  public byte[] snapshot() {
    return Parcel.of(terms)
        .put(tests.worse.snapshot())
        .put(tests.blocks.snapshot())
        .put(
            means.samples,
            Double.doubleToRawLongBits(means.canary),
            Double.doubleToRawLongBits(means.baseline),
            means.blocks,
            condemned ? 1 : 0)
        .bytes();
  }
}
