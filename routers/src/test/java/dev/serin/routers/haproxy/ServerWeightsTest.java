package dev.serin.routers.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.traffic.Weight;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Weights of servers against all that there are.
class ServerWeightsTest {
  private static int sum(List<Integer> weights) {
    return weights.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void noOtherPairIsNearer() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 100; i++) {
      double wanted = random.nextInt(1, 1_000_000) / 1e6;
      Weight toSecond = new Weight((int) Math.round(wanted * 1e6));
      ServerWeights found = ServerWeights.of(List.of(1), List.of(1), toSecond);
      double least = 1;
      for (int a = 1; a <= 256; a++) {
        for (int b = 1; b <= 256; b++) {
          least = Math.min(least, Math.abs((double) b / (a + b) - wanted));
        }
      }
      double share = (double) sum(found.second()) / (sum(found.first()) + sum(found.second()));
      assertThat(Math.abs(share - wanted)).as("seed %d", seed).isLessThan(least + 1e-9);
      assertThat(found.toSecond().ppm()).isEqualTo((int) Math.round(share * 1e6));
    }
  }

  @Test
  void serversOfAPoolKeepTheirShares() {
    ServerWeights found = ServerWeights.of(List.of(200, 100, 100), List.of(3), Weight.percent(20));
    assertThat(found.first().get(0)).isEqualTo(2 * found.first().get(1));
    assertThat(found.first().get(1)).isEqualTo(found.first().get(2));
    assertThat(found.toSecond()).isEqualTo(Weight.percent(20));
    assertThat(found.first()).allMatch(weight -> weight <= 256);
  }

  @Test
  void nothingAndEverythingAreExactAndTheRestIsNot() {
    assertThat(ServerWeights.of(List.of(1), List.of(1, 1), Weight.NONE).second())
        .containsExactly(0, 0);
    assertThat(ServerWeights.of(List.of(1), List.of(1), Weight.ALL).first()).containsExactly(0);
    assertThat(ServerWeights.of(List.of(1), List.of(1), new Weight(1)).toSecond())
        .isEqualTo(new Weight(3891));
    assertThat(ServerWeights.of(List.of(1), List.of(1), new Weight(999_999)).toSecond())
        .isEqualTo(new Weight(996_109));
    ServerWeights great = ServerWeights.of(List.of(100_000, 1), List.of(1), Weight.percent(50));
    assertThat(great.first()).containsExactly(256, 1);
  }
}
