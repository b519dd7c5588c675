package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.traffic.Weight;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files that stand for a share of the users.
class BucketsTest {
  private static final int SALT = 0xfff80;

  private static boolean seen(Set<String> files, int bucket) {
    String digits = String.format(Locale.ROOT, "%05x", bucket);
    return files.contains(digits)
        || files.contains(digits.substring(0, 4))
        || files.contains(digits.substring(0, 2));
  }

  @ParameterizedTest(name = "{0} ppm")
  @ValueSource(ints = {0, 1, 200, 1_000, 33_333, 500_000, 999_999, 1_000_000})
  void theFilesStandForTheShareAndForNothingElse(int ppm) {
    Buckets buckets = Buckets.of(new Weight(ppm), SALT);

    Set<String> files = new HashSet<>(buckets.files());
    Set<String> others = new HashSet<>(buckets.others().files());

    int count = 0;
    for (int bucket = 0; bucket < Buckets.ALL; bucket++) {
      assertThat(seen(files, bucket)).isEqualTo(buckets.holds(bucket));
      assertThat(seen(others, bucket)).isNotEqualTo(buckets.holds(bucket));
      count += buckets.holds(bucket) ? 1 : 0;
    }
    assertThat((double) count / Buckets.ALL * Weight.SCALE).isBetween(ppm - 0.5, ppm + 0.5);
    assertThat(files).hasSizeLessThanOrEqualTo(256 + 255 + 15);
    assertThat(buckets.share()).isEqualTo(new Weight(ppm));
    assertThat(Buckets.share(files)).isEqualTo(new Weight(ppm));
  }

  @Test
  void aShareThatGrowsKeepsWhomItHad() {
    Buckets small = Buckets.of(new Weight(1_234), SALT);
    Buckets large = Buckets.of(new Weight(56_789), SALT);
    for (int bucket = 0; bucket < Buckets.ALL; bucket++) {
      assertThat(small.holds(bucket) && !large.holds(bucket)).isFalse();
      assertThat(large.others().holds(bucket)).isNotEqualTo(large.holds(bucket));
    }
  }
}
