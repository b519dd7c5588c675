package dev.serin.server.site;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.rollout.RolloutId;
import dev.serin.server.metrics.NodeMetrics;
import java.time.Duration;
import java.util.function.Supplier;

/// A metric provider of which each reading is counted.
///
/// @param word stands for it in manifests
record CountedProvider(MetricProvider provider, String word, NodeMetrics metrics)
    implements MetricProvider {
  @Override
  public Reading read(Query query) {
    return counted(() -> provider.read(query));
  }

  @Override
  public Reading resume(Query query, Measurement started) {
    return counted(() -> provider.resume(query, started));
  }

  @Override
  public Reading terminate(Query query, Measurement started) {
    return counted(() -> provider.terminate(query, started));
  }

  @Override
  public boolean urgent(RolloutId rollout, AnalysisRun run, String metric) {
    return provider.urgent(rollout, run, metric);
  }

  @Override
  public void release(RolloutId rollout, AnalysisRun run) {
    provider.release(rollout, run);
  }

  @Override
  public void forget(RolloutId rollout) {
    provider.forget(rollout);
  }

  private Reading counted(Supplier<Reading> asked) {
    long began = System.nanoTime();
    boolean answered = false;
    try {
      Reading reading = asked.get();
      answered = !(reading instanceof Reading.Unavailable);
      return reading;
    } finally {
      metrics.measured(word, Duration.ofNanos(System.nanoTime() - began), answered);
    }
  }
}
