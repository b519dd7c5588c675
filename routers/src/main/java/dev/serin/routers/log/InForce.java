package dev.serin.routers.log;

import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.TrafficSignals.Split;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.signals.Series;
import java.util.List;

/// A routing while it is in force, and where both of its sides are counted.
///
/// @param effective the weight that the balancer could really set
/// @param change how many routings, weights and samplings were in force before
/// @param since the second of the monotonic clock from which on it is in force
record InForce(
    Routing routing,
    Weight effective,
    Column stable,
    Column canary,
    Sampling sampling,
    long change,
    long since) {
  /// A line is written when its request is over, so that for this long, in seconds, the slower side
  /// is short of lines after a change: their share says nothing of how requests are sent.
  private static final long SETTLING = 10;

  /// How many requests of each side one line stands for.
  record Sampling(int stable, int canary) {
    static final Sampling ALL = new Sampling(1, 1);

    /// The share of the canary among the lines when it gets this share of the requests, 0 to 1.
    double share(double canaryRequests) {
      double canaryLines = canaryRequests / canary;
      double stableLines = (1 - canaryRequests) / stable;
      return canaryLines / (canaryLines + stableLines);
    }
  }

  boolean onTrial() {
    return !routing.stable().equals(routing.canary());
  }

  /// What must not be forgotten.
  List<Series> logged() {
    return List.of(stable.logged(), canary.logged());
  }

  /// What must not be forgotten, of the other kind.
  List<Series> shown() {
    return List.of(stable.shown(), canary.shown());
  }

  Counted counted(LogPlan.Sending sending, long second) {
    if (!onTrial()) {
      return new Counted.Nothing(
          "all traffic goes to revision %s; there is no canary to compare with it"
              .formatted(routing.stable()));
    }
    String epoch = stable.logged().epoch() + "/" + canary.logged().epoch();
    return new Counted.Sides(
        epoch, split(sending, second), stable.logged().served(), canary.logged().served());
  }

  private Split split(LogPlan.Sending sending, long second) {
    boolean perRequest =
        sending == LogPlan.Sending.EACH_REQUEST
            && routing.headers().isEmpty()
            && second - since >= SETTLING;
    double share = sampling.share((double) effective.ppm() / Weight.SCALE);
    return new Split("log-" + change + (perRequest ? "" : "-any"), share, perRequest);
  }
}
