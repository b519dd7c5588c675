package dev.serin.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseTest {
  private record Pair(long key, long number) {}

  @Test
  void whatIsAddedComesBackInOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 2000; run++) {
      Sparse sparse = new Sparse();
      List<Pair> added = new ArrayList<>();
      for (int i = random.nextInt(50); i > 0; i--) {
        Pair pair = new Pair(any(random), any(random));
        sparse.add(pair.key(), pair.number());
        added.add(pair);
      }
      assertThat(pairs(sparse)).as("seed %d", seed).isEqualTo(added);
    }
  }

  @Test
  void theExtremesFit() {
    Sparse sparse = new Sparse();
    sparse.add(Long.MIN_VALUE, Long.MAX_VALUE);
    sparse.add(Long.MAX_VALUE, Long.MIN_VALUE);
    sparse.add(0, -1);
    assertThat(pairs(sparse))
        .containsExactly(
            new Pair(Long.MIN_VALUE, Long.MAX_VALUE),
            new Pair(Long.MAX_VALUE, Long.MIN_VALUE),
            new Pair(0, -1));
  }

  /// Of any size, small ones most often.
  private static long any(Random random) {
    return random.nextLong() >> random.nextInt(Long.SIZE);
  }

  private static List<Pair> pairs(Sparse sparse) {
    List<Pair> pairs = new ArrayList<>();
    sparse.forEach((key, number) -> pairs.add(new Pair(key, number)));
    return pairs;
  }
}
