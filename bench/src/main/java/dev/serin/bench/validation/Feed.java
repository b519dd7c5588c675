package dev.serin.bench.validation;

/// Simulated traffic of one cell, handed to a rule until it stops.
final class Feed {
  /// Requests of both versions in a second.
  static final int PER_SECOND = 100;

  private final Cell cell;
  private final Draws draws;

  Feed(Cell cell, Draws draws) {
    this.cell = cell;
    this.draws = draws;
  }

  /// Looks after every single request. Only failures move a test without absolute tolerance, so the
  /// time between two of them is drawn at once.
  Stop perRequest(CountRule rule, double requests) {
    double rate = cell.rate();
    double ofCanary = cell.weight() * cell.canaryRate() / rate;
    double now = draws.gap(rate);
    long failures = 0;
    while (now <= requests) {
      int canary = draws.chance(ofCanary) ? 1 : 0;
      failures += canary;
      if (rule.update(cell.weight(), canary, 1 - cell.weight(), 1 - canary)) {
        return new Stop(true, now * cell.weight(), failures);
      }
      now += draws.gap(rate);
    }
    return new Stop(false, requests * cell.weight(), failures);
  }

  /// Looks after every `size` requests, at how many of them each version really got.
  Stop perBatch(CountRule rule, double requests, int size) {
    double canaryRequests = 0;
    long failures = 0;
    for (double now = size; now <= requests; now += size) {
      int canary = draws.binomial(size, cell.weight());
      int failed = draws.binomial(canary, cell.canaryRate());
      int baselineFailed = draws.binomial(size - canary, cell.baselineRate());
      canaryRequests += canary;
      failures += failed;
      if (rule.update(canary, failed, size - canary, baselineFailed)) {
        return new Stop(true, canaryRequests, failures);
      }
    }
    return new Stop(false, canaryRequests, failures);
  }
}
