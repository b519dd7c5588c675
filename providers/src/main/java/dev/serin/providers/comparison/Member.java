package dev.serin.providers.comparison;

import dev.serin.core.analysis.Accumulator;
import dev.serin.judge.Comparison;
import dev.serin.judge.Evidence;
import dev.serin.judge.Sample;
import dev.serin.judge.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// One comparison of a running analysis: its source and what came of it.
final class Member {
  private static final Duration OFTEN = Duration.ZERO;
  private static final Duration LATENCIES = Duration.ofMillis(250);

  private final Comparison comparison;
  private final Source source;
  private final ComparisonSettings settings;
  private Instant drawn = Instant.MIN;
  private volatile double logE;
  private volatile boolean worse;
  private volatile boolean told;

  Member(Comparison comparison, Source source, ComparisonSettings settings) {
    this.comparison = comparison;
    this.source = source;
    this.settings = settings;
    note();
  }

  ComparisonSettings settings() {
    return settings;
  }

  double logE() {
    return logE;
  }

  boolean worse() {
    return worse;
  }

  /// Whether it is worse and nobody was told.
  boolean news() {
    return worse && !told;
  }

  /// Takes in what came since the last draw, when it is time for it: the source of a router is
  /// asked again and again, between the measurements too.
  synchronized void tick(Instant now) {
    Duration pace = settings.terms().signal() == Signal.LATENCY ? LATENCIES : OFTEN;
    if (settings.source().streams() && !drawn.plus(pace).isAfter(now)) {
      draw(now);
    }
  }

  /// Takes in what came since the last draw.
  synchronized Drawn draw(Instant now) {
    drawn = now;
    Drawn came = source.draw(now);
    switch (came) {
      case Drawn.Requests(var baseline, var canary, var share) ->
          comparison.add(new Sample.Requests(baseline, canary, share));
      case Drawn.Levels(var baseline, var canary) ->
          comparison.add(new Sample.Levels(baseline, canary));
      case Drawn.Nothing _, Drawn.Unavailable _ -> {}
    }
    note();
    return came;
  }

  /// The whole family calls the canary worse, and this one most of all.
  synchronized void condemn() {
    comparison.condemn();
    note();
  }

  synchronized Evidence tell() {
    told = worse;
    return comparison.evidence();
  }

  synchronized Accumulator gathered(Evidence evidence) {
    String snapshot = Base64.getEncoder().encodeToString(comparison.snapshot());
    return new Accumulator(evidence.share(), snapshot + "\n" + source.state());
  }

  /// What [#gathered] wrote, apart.
  record Kept(byte[] comparison, String source) {
    /// @throws IllegalArgumentException when it is damaged
    static Kept of(String state) {
      int end = state.indexOf('\n');
      if (end < 0) {
        throw new IllegalArgumentException("the state of a comparison is damaged");
      }
      byte[] head = state.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
      return new Kept(Base64.getDecoder().decode(head), state.substring(end + 1));
    }
  }

  private void note() {
    logE = comparison.logE();
    worse = comparison.worse();
  }
}
