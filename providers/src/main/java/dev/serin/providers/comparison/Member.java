package dev.serin.providers.comparison;

import dev.serin.core.analysis.Accumulator;
import dev.serin.judge.Comparison;
import dev.serin.judge.Evidence;
import dev.serin.judge.Sample;
import dev.serin.judge.Served;
import dev.serin.judge.Terms;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One comparison of a running analysis: its source and what came of it.
final class Member {
  private static final double ENOUGH = 30;

  private final Comparison comparison;
  private final Source source;
  private final ComparisonSettings settings;
  private final boolean streams;
  private Instant drawn = Instant.MIN;
  private @Nullable Instant coldSince;
  private volatile double logE;
  private volatile boolean worse;
  private volatile boolean told;
  private volatile boolean retired;
  private boolean announced;
  private @Nullable RuntimeException broken;
  private double expected;

  Member(Comparison comparison, Source source, ComparisonSettings settings) {
    this.comparison = comparison;
    this.source = source;
    this.settings = settings;
    this.streams = settings.streams();
    note();
  }

  ComparisonSettings settings() {
    return settings;
  }

  boolean streams() {
    return streams;
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

  /// True once, when it has become worse: whoever decides is to be woken.
  synchronized boolean announce() {
    boolean now = news() && !retired && !announced;
    announced |= now;
    return now;
  }

  /// Nobody asks it any more, or what it says does not count.
  void retire() {
    retired = true;
  }

  boolean retired() {
    return retired;
  }

  /// Whether the canary should have served something by now, but did not: it was to get more than
  /// 30 requests, each by chance alone.
  synchronized boolean missesCanary() {
    return expected > ENOUGH;
  }

  /// Takes in what came since the last draw, when it is time for it: the source of a router is
  /// asked again and again, between the measurements too.
  synchronized void tick(Instant now) {
    if (streams && !retired && broken == null && !drawn.plus(pace()).isAfter(now)) {
      try {
        draw(now);
      } catch (RuntimeException thrown) {
        // The others are looked at on; this one tells at its next measurement.
        broken = thrown;
      }
    }
  }

  /// What takes more work, or says little about few requests, is looked at less often.
  private Duration pace() {
    return switch (settings.terms().signal()) {
      case ERRORS, CUSTOM -> Duration.ZERO;
      // A pause of some hundred milliseconds strikes the requests of that moment together, and
      // those of one side may end before those of the other.
      case LATENCY, TRAFFIC, SATURATION -> Duration.ofSeconds(1);
    };
  }

  /// Takes in what came since the last draw.
  ///
  /// @throws RuntimeException what broke in a tick before
  synchronized Drawn draw(Instant now) {
    if (broken != null) {
      throw broken;
    }
    drawn = now;
    Drawn came = source.draw(now);
    switch (came) {
      case Drawn.Requests(var baseline, var canary, var share) -> {
        expected += share > 0 ? share * (baseline.routed() + canary.routed()) : 0;
        if (warm(canary, now)) {
          comparison.add(new Sample.Requests(baseline, canary, share));
        } else {
          comparison.learn(baseline);
        }
      }
      case Drawn.Levels(var baseline, var canary) ->
          comparison.add(new Sample.Levels(baseline, canary));
      case Drawn.Past(var baseline) -> {
        coldSince = null;
        comparison.learn(baseline);
      }
      case Drawn.Nothing _, Drawn.Unavailable _ -> {}
    }
    note();
    return came;
  }

  /// Whether the canary's first requests since it began, or since it got another share, are long
  /// enough ago.
  private boolean warm(Served canary, Instant now) {
    if (coldSince == null && canary.answered() > 0) {
      coldSince = now;
    }
    return settings.warmUp().isZero()
        || (coldSince != null && !now.isBefore(coldSince.plus(settings.warmUp())));
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
    String snapshot = Packing.pack(comparison.snapshot());
    return new Accumulator(evidence.share(), snapshot + "\n" + source.state());
  }

  /// What [#gathered] wrote, taken apart.
  static final class Kept {
    private final byte[] comparison;
    private final String source;

    private Kept(byte[] comparison, String source) {
      this.comparison = comparison;
      this.source = source;
    }

    /// Takes a state apart.
    ///
    /// @throws IllegalArgumentException when it is damaged
    static Kept of(String state) {
      int end = state.indexOf('\n');
      if (end < 0) {
        throw new IllegalArgumentException("the state of a comparison is damaged");
      }
      return new Kept(Packing.unpack(state.substring(0, end)), state.substring(end + 1));
    }

    Comparison comparison(Terms terms) {
      return Comparison.restore(terms, comparison);
    }

    String source() {
      return source;
    }
  }

  private void note() {
    logE = comparison.logE();
    worse = comparison.worse();
  }
}
