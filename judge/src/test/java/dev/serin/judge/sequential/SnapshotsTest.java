package dev.serin.judge.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.judge.latency.LatencyBuckets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Snapshots: a restart in the middle changes no bit of what follows, and damage is noticed.
class SnapshotsTest {
  private static final long SEED = 20261123;
  private static final LatencyBuckets BUCKETS =
      LatencyBuckets.from(new double[] {0, 10, 20, 40, 80, 160, 320, 640});

  /// One kind of accumulator, fed at random.
  interface Fed {
    double feed(SplittableRandom random);

    byte[] snapshot();
  }

  record Kind(String name, Fed fresh, Function<byte[], Fed> restore) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(
            "regression",
            counts(new RegressionTest(Tolerance.NONE, 1e-6)),
            b -> counts(RegressionTest.restore(b))),
        new Kind(
            "regression with tolerance",
            counts(RegressionTest.dispersed(new Tolerance(0.1, 2e-4), 0.01, 3)),
            b -> counts(RegressionTest.restore(b))),
        new Kind(
            "eager",
            counts(RegressionTest.eager(Tolerance.NONE, 1e-6)),
            b -> counts(RegressionTest.restore(b))),
        new Kind(
            "non-inferiority",
            promote(new NonInferiorityTest(new Tolerance(0, 0.001), 0.05)),
            b -> promote(NonInferiorityTest.restore(b))),
        new Kind("tilt", tilt(new TiltTest(0.01)), b -> tilt(TiltTest.restore(b))),
        new Kind("watchful tilt", tilt(TiltTest.watchful(0.01)), b -> tilt(TiltTest.restore(b))),
        new Kind(
            "latency promise",
            promise(
                new LatencyNonInferiorityTest(
                    BUCKETS, new LatencyPromise(0.5, 1.2, new Tolerance(0.1, 0)), 0.05)),
            b -> promise(LatencyNonInferiorityTest.restore(b))),
        new Kind("sign", sign(new SignTest(0.05)), b -> sign(SignTest.restore(b))),
        new Kind(
            "self-normalized",
            sizes(new SelfNormalizedTest(0.05)),
            b -> sizes(SelfNormalizedTest.restore(b))),
        new Kind(
            "share", share(ShareTest.ofRequests(0.02, 0.001)), b -> share(ShareTest.restore(b))),
        new Kind("blocks", blocks(new PairedBlocks(7, 0.1)), b -> blocks(PairedBlocks.restore(b))),
        new Kind("intervals", rates(new RateIntervals()), b -> rates(RateIntervals.restore(b))));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRestartChangesNoBit(Kind kind) {
    var random = new SplittableRandom(SEED);
    var same = new SplittableRandom(SEED);
    Fed steady = kind.fresh();
    Fed restarted = kind.restore().apply(steady.snapshot());
    for (int i = 0; i < 40; i++) {
      restarted = kind.restore().apply(restarted.snapshot());
      assertThat(restarted.feed(same))
          .as("batch %d, seed %d", i, SEED)
          .isEqualTo(steady.feed(random));
    }
    assertThat(restarted.snapshot()).isEqualTo(steady.snapshot());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void damageIsNoticed(Kind kind) {
    byte[] good = kind.fresh().snapshot();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> kind.restore().apply(bad))
          .withMessageContaining("can not read the snapshot");
    }
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatIllegalArgumentException().isThrownBy(() -> kind.restore().apply(cut));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aSnapshotOfSomethingElseIsRefused(Kind kind) {
    byte[] other = new SnapshotWriter(SnapshotKind.REGRESSION).bytes();
    assertThatIllegalArgumentException().isThrownBy(() -> kind.restore().apply(other));
  }

  private static Fed of(Function<SplittableRandom, Double> feed, Supplier<byte[]> snapshot) {
    return new Fed() {
      @Override
      public double feed(SplittableRandom random) {
        return feed.apply(random);
      }

      @Override
      public byte[] snapshot() {
        return snapshot.get();
      }
    };
  }

  private static Fed counts(RegressionTest test) {
    return of(
        r -> test.update(r.nextInt(60), r.nextInt(3), r.nextInt(500), r.nextInt(9)),
        test::snapshot);
  }

  private static Fed promote(NonInferiorityTest test) {
    return of(
        r -> test.update(r.nextInt(60), r.nextInt(2), r.nextInt(500), r.nextInt(9)),
        test::snapshot);
  }

  private static Fed tilt(TiltTest test) {
    return of(r -> test.update(histogram(r, 5), histogram(r, 20)), test::snapshot);
  }

  private static Fed promise(LatencyNonInferiorityTest test) {
    return of(r -> test.update(histogram(r, 5), histogram(r, 20)), test::snapshot);
  }

  private static Fed sign(SignTest test) {
    return of(r -> test.update(r.nextInt(5) - 2), test::snapshot);
  }

  private static Fed sizes(SelfNormalizedTest test) {
    return of(r -> test.update(r.nextDouble() - 0.4), test::snapshot);
  }

  private static Fed share(ShareTest test) {
    return of(r -> test.update(0.1, r.nextInt(20), r.nextInt(150)), test::snapshot);
  }

  private static Fed blocks(PairedBlocks blocks) {
    return of(r -> blocks.add(r.nextDouble(), r.nextDouble()).orElse(-1), blocks::snapshot);
  }

  private static Fed rates(RateIntervals rates) {
    return of(
        r -> {
          rates.add(r.nextInt(60), r.nextInt(3), r.nextInt(500), r.nextInt(9));
          return rates.ratio(0.05).lower();
        },
        rates::snapshot);
  }

  private static long[] histogram(SplittableRandom random, int most) {
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < BUCKETS.count(); i++) {
      counts.add((long) random.nextInt(most));
    }
    return counts.stream().mapToLong(Long::longValue).toArray();
  }
}
