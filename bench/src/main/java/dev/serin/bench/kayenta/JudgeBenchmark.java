package dev.serin.bench.kayenta;

import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.Judgement;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.NetflixJudge;
import dev.serin.judge.kayenta.Series;
import dev.serin.judge.kayenta.Thresholds;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Whole judgements in Kayenta mode, as often as a core can, on data of four kinds: equal, shifted,
/// skewed, and full of ties.
///
/// Other work on the machine makes the time longer, but not the CPU time, which is counted, too.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 11, time = 1)
@Fork(1)
public class JudgeBenchmark {
  private static final Thresholds THRESHOLDS = new Thresholds(95, 75);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// How many metrics a judgement has.
  @Param({"10", "100"})
  public int metrics;

  /// How many points each series has.
  @Param({"60", "1440"})
  public int points;

  private final NetflixJudge judge = new NetflixJudge();
  private final List<double[]> controls = new ArrayList<>();
  private final List<double[]> experiments = new ArrayList<>();
  private CanaryConfig config = CanaryConfig.of(Map.of());

  /// CPU time, told for each iteration.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    private long nanos;
    private long pairs;

    /// Starts anew.
    @Setup(Level.Iteration)
    public void reset() {
      nanos = 0;
      pairs = 0;
    }

    /// Of this iteration.
    public double microsPerPair() {
      return pairs == 0 ? 0 : nanos / 1e3 / pairs;
    }
  }

  /// Draws the data, the same each time.
  @Setup(Level.Trial)
  public void draw() {
    Random random = new Random(1);
    List<Object> all = new ArrayList<>();
    for (int metric = 0; metric < metrics; metric++) {
      double[] control = new double[points];
      double[] experiment = new double[points];
      for (int point = 0; point < points; point++) {
        control[point] = value(random, metric % 4, 0);
        experiment[point] = value(random, metric % 4, 5);
      }
      controls.add(control);
      experiments.add(experiment);
      all.add(Map.of("name", "m" + metric, "groups", List.of("g" + metric % 5)));
    }
    config = CanaryConfig.of(Map.of("metrics", all));
  }

  private static double value(Random random, int kind, double shift) {
    return switch (kind) {
      case 0 -> 100 + 10 * random.nextGaussian();
      case 1 -> 100 + shift + 10 * random.nextGaussian();
      case 2 -> Math.exp(random.nextGaussian() + shift / 20);
      default -> Math.floor(5 * random.nextDouble() + shift / 10);
    };
  }

  /// One judgement, from raw values: nothing is known from the judgement before.
  @Benchmark
  public Judgement judgement(Cpu cpu) {
    long before = THREADS.getCurrentThreadCpuTime();
    List<MetricPair> pairs = new ArrayList<>(metrics);
    for (int metric = 0; metric < metrics; metric++) {
      pairs.add(
          new MetricPair(
              "m" + metric,
              "",
              Map.of(),
              Series.of(controls.get(metric)),
              Series.of(experiments.get(metric))));
    }
    Judgement judgement = judge.judge(config, THRESHOLDS, pairs);
    cpu.nanos += THREADS.getCurrentThreadCpuTime() - before;
    cpu.pairs += metrics;
    return judgement;
  }
}
