package dev.serin.routers;

import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Revision;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A load balancer of another maker in front of one rollout, or several that do the same: steers
/// its traffic, counts what users get, and knows which of its pools can take traffic.
///
/// What goes wrong outside is a value, never an exception. It may be used by many threads.
public interface Balancer extends AutoCloseable {
  /// What people call it, such as `nginx` or `HAProxy at lb1:9443`.
  String name();

  /// Steers the rollout, and refuses any other. Its [TrafficRouter#observe] reads the balancer
  /// itself: what somebody else changed there is a [TrafficRouter.Live.Drifted].
  TrafficRouter router();

  /// Whether a revision's pool can take traffic.
  Workload.Health health(Revision revision);

  /// True when it is known whether the revision's pool can take traffic.
  boolean checked(Revision revision);

  /// Everything counted of both sides until now. It never waits.
  Counted counted();

  /// What was counted, for people and for metrics.
  ///
  /// @param window how far back the recent numbers go, 1 s to 10 min
  Signals signals(Duration window);

  /// How whole the count is.
  Tidings tidings();

  /// What people should know now, such as that half of the log is lost; empty when nothing is
  /// unusual.
  Optional<String> trouble();

  /// The pools run these revisions from now on; their servers are the same.
  void revisions(List<Pools.Pool> pools);

  /// Stops counting and checking. Traffic stays where it is.
  @Override
  void close();
}
