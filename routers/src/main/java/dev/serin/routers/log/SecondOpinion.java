package dev.serin.routers.log;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds a log against what its balancer counts by itself: is it silent while there are requests,
/// does it miss many, and do both see as many failures?
final class SecondOpinion {
  private static final int SPAN = 10;
  private static final int ENOUGH = 10;
  private static final int MANY = 500;
  private static final double APART = 0.02;
  private static final long FEW_MISSED = 100;
  private static final double MISSED = 0.05;

  /// By chance a sample is further off than so many standard deviations once in a million times.
  private static final double FAR = 5;

  private static final int FIRST_FAILURE = 500;

  private final LogPlan plan;
  private final OwnCount own;
  private long lines;
  private long requests;
  private long failures;
  private int oneIn = 1;
  private @Nullable Look last;
  private volatile String trouble = "";

  /// Both counts at one second.
  private record Look(long second, long lines, OwnCount.Totals logged, OwnCount.Totals own) {}

  SecondOpinion(LogPlan plan, OwnCount own) {
    this.plan = plan;
    this.own = own;
  }

  /// A line came.
  synchronized void logged(RequestRecord request) {
    lines++;
    requests += request.oneIn();
    failures += request.status() >= FIRST_FAILURE && !request.aborted() ? request.oneIn() : 0;
    oneIn = Math.max(oneIn, request.oneIn());
  }

  private synchronized Look look(long second, OwnCount.Totals totals) {
    return new Look(second, lines, new OwnCount.Totals(requests, failures), totals);
  }

  /// Compares both, every ten seconds; to be called each second by one thread.
  void look(long second) {
    Look before = last;
    if (before != null && second - before.second < SPAN) {
      return;
    }
    Optional<OwnCount.Totals> totals =
        own.totals(plan.pools().first().name())
            .flatMap(first -> own.totals(plan.pools().second().name()).map(first::plus));
    if (totals.isEmpty()) {
      last = null;
      trouble = "";
      return;
    }
    Look now = look(second, totals.get());
    last = now;
    if (before != null && now.own.requests() >= before.own.requests()) {
      trouble = compare(before, now);
    }
  }

  private String compare(Look before, Look now) {
    OwnCount.Totals counted = now.own.minus(before.own);
    OwnCount.Totals told = now.logged.minus(before.logged);
    long seconds = now.second - before.second;
    if (now.lines == before.lines && counted.requests() >= (long) ENOUGH * oneIn()) {
      return "%s counted %d requests in the last %d s, but its log told of none: does it still log to Serin?"
          .formatted(plan.balancer(), counted.requests(), seconds);
    }
    long missed = counted.requests() - told.requests();
    if (missed > tolerated(counted.requests())) {
      return "%s counted %d requests in the last %d s, but its log told of %d: does all of it reach Serin?"
          .formatted(plan.balancer(), counted.requests(), seconds, told.requests());
    }
    // A sample of the requests has too few failures to say which of both is right.
    if (oneIn() > 1 || counted.requests() < MANY || told.requests() < MANY) {
      return "";
    }
    double own = (double) counted.failures() / counted.requests();
    double log = (double) told.failures() / told.requests();
    return Math.abs(own - log) <= Math.max(APART, Math.max(own, log) / 2)
        ? ""
        : String.format(
            Locale.ROOT,
            "%s itself counted %.1f%% failures in the last %d s, but by its log there are %.1f%%",
            plan.balancer(),
            100 * own,
            seconds,
            100 * log);
  }

  /// How many of so many requests a log may miss before people are told.
  private double tolerated(long requests) {
    double chance = FAR * Math.sqrt((double) requests * (oneIn() - 1));
    return Math.max(Math.max(FEW_MISSED, MISSED * requests), chance);
  }

  private synchronized int oneIn() {
    return oneIn;
  }

  Optional<String> trouble() {
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }
}
