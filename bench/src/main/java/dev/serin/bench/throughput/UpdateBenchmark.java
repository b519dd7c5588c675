package dev.serin.bench.throughput;

import dev.serin.judge.sequential.NonInferiorityTest;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.TiltTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Updates a second of the sequential tests, on batches of 1000 requests of two equal versions,
/// each batch with failures and another split.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UpdateBenchmark {
  private static final int BATCHES = 4096;
  private static final int BUCKETS = 60;

  private final long[][] counts = new long[BATCHES][4];
  private final long[][] canary = new long[BATCHES][BUCKETS];
  private final long[][] baseline = new long[BATCHES][BUCKETS];
  private RegressionTest regression = new RegressionTest(Tolerance.NONE, 1e-9);
  private RegressionTest tolerant = new RegressionTest(new Tolerance(0.1, 2e-4), 1e-9);
  private NonInferiorityTest promotion = new NonInferiorityTest(new Tolerance(0.1, 0.001), 1e-9);
  private TiltTest tilt = new TiltTest(1e-9);
  private int next;

  /// Draws the batches.
  @Setup(Level.Trial)
  public void draw() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < BATCHES; i++) {
      long ofCanary = 80L + random.nextInt(40);
      counts[i] =
          new long[] {ofCanary, random.nextInt(3), 1000 - ofCanary, 1L + random.nextInt(18)};
      for (int j = 0; j < 100; j++) {
        canary[i][bucket(random)]++;
      }
      for (int j = 0; j < 900; j++) {
        baseline[i][bucket(random)]++;
      }
    }
  }

  /// Fresh tests, so that none has stopped.
  @Setup(Level.Iteration)
  public void begin() {
    regression = new RegressionTest(Tolerance.NONE, 1e-9);
    tolerant = new RegressionTest(new Tolerance(0.1, 2e-4), 1e-9);
    promotion = new NonInferiorityTest(new Tolerance(0.1, 0.001), 1e-9);
    tilt = new TiltTest(1e-9);
  }

  private static int bucket(SplittableRandom random) {
    return Math.clamp((int) (30 + 6 * random.nextGaussian()), 0, BUCKETS - 1);
  }

  private int advance() {
    next = (next + 1) % BATCHES;
    return next;
  }

  /// The search for regressions with its defaults.
  @Benchmark
  public double regression() {
    long[] batch = counts[advance()];
    return regression.update((double) batch[0], batch[1], (double) batch[2], batch[3]);
  }

  /// The search for regressions with an absolute tolerance.
  @Benchmark
  public double regressionWithTolerance() {
    long[] batch = counts[advance()];
    return tolerant.update((double) batch[0], batch[1], (double) batch[2], batch[3]);
  }

  /// "Safe to promote".
  @Benchmark
  public double promotion() {
    long[] batch = counts[advance()];
    return promotion.update((double) batch[0], batch[1], (double) batch[2], batch[3]);
  }

  /// Latency histograms with 60 buckets, about 35 of them in use.
  @Benchmark
  public double latency() {
    int at = advance();
    return tilt.update(canary[at], baseline[at]);
  }
}
