package dev.serin.judge;

import dev.serin.judge.sequential.PairedBlocks;
import dev.serin.judge.sequential.SignTest;
import java.util.List;
import java.util.OptionalDouble;

/// Compares levels that are sampled in time, such as the use of a processor: in pairs of blocks
/// that are long enough to be nearly independent of each other, by the sign of their difference.
final class LevelTests implements SignalTests {
  private final Terms terms;
  private final Tests tests;
  private final Means means;

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

  LevelTests(Terms terms) {
    this(
        terms,
        new Tests(
            new SignTest(terms.alpha()),
            new PairedBlocks(PairedBlocks.USUAL_LENGTH, terms.margin().relative())),
        new Means());
  }

  private LevelTests(Terms terms, Tests tests, Means means) {
    this.terms = terms;
    this.tests = tests;
    this.means = means;
  }

  static LevelTests of(Terms terms, Parcel.Parts parts) {
    Tests tests = new Tests(SignTest.restore(parts.next()), PairedBlocks.restore(parts.next()));
    long[] numbers = parts.numbers(4);
    Means means = new Means();
    means.samples = numbers[0];
    means.canary = Double.longBitsToDouble(numbers[1]);
    means.baseline = Double.longBitsToDouble(numbers[2]);
    means.blocks = numbers[3];
    return new LevelTests(terms, tests, means);
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
  public Strength strength() {
    return Strength.of(tests.worse);
  }

  @Override
  public Standing standing(boolean worse) {
    return new Standing(
        terms, means.blocks, means.blocks, "blocks of samples", worse, false, strength());
  }

  @Override
  public List<Estimate> estimates() {
    boolean any = means.samples > 0;
    return List.of(
        new Estimate(
            "mean level",
            Estimate.Unit.LEVEL,
            any ? means.canary : Double.NaN,
            any ? means.baseline : Double.NaN,
            null,
            null));
  }

  @Override
  public void into(Parcel parcel) {
    parcel
        .put(tests.worse.snapshot())
        .put(tests.blocks.snapshot())
        .put(
            means.samples,
            Double.doubleToRawLongBits(means.canary),
            Double.doubleToRawLongBits(means.baseline),
            means.blocks);
  }
}
