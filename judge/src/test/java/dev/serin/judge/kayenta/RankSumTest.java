package dev.serin.judge.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The rank sum by merging, against the one by definition.
class RankSumTest {
  private static final double[] SPECIAL = {
    0, -0.0, 1, 1 + Math.ulp(1.0), 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  @Test
  void isTheSameToTheLastBitWhateverShiftsCameBefore() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Series sample = series(random);
      Series among = series(random);
      RankSum merged = new RankSum(sample, among);
      for (int look = 0; look < 20; look++) {
        double shift = value(random);
        assertThat(merged.ranks(shift))
            .as("%s among %s at %s, seed %d", sample, among, shift, seed)
            .isEqualTo(byDefinition(sample, among, shift));
        assertThat((Object) merged.standardised(shift))
            .isEqualTo(new RankSum(sample, among).standardised(shift));
      }
    }
  }

  private static Series series(Random random) {
    double[] values = new double[1 + random.nextInt(12)];
    Arrays.setAll(values, _ -> value(random));
    return Series.of(values);
  }

  private static double value(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
      case 1 -> random.nextInt(4);
      default -> random.nextGaussian();
    };
  }

  private static double byDefinition(Series sample, Series among, double shift) {
    double[] shifted = sample.toArray();
    for (int index = 0; index < shifted.length; index++) {
      double value = shifted[index] - shift;
      shifted[index] = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }
    double sum = 0;
    for (double value : shifted) {
      sum += rank(value, shifted, among.toArray());
    }
    return sum;
  }

  private static double rank(double value, double[]... pool) {
    long below = count(pool, value, true);
    long equal = count(pool, value, false);
    return below + (equal + 1) / 2.0;
  }

  private static long count(double[][] pool, double value, boolean below) {
    return Arrays.stream(pool)
        .flatMapToDouble(Arrays::stream)
        .filter(
            other -> below ? Double.compare(other, value) < 0 : Double.compare(other, value) == 0)
        .count();
  }
}
