package dev.serin.server.router;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.TrafficRouter;
import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Revision;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What carries the users of one rollout to its two versions: Serin's gateway, or a load balancer
/// of another maker.
public interface Carrier {
  /// Steers it.
  TrafficRouter router();

  /// Whether a revision can take traffic.
  Workload.Health health(Revision revision);

  /// True when it is known whether a revision can take traffic.
  boolean checked(Revision revision);

  /// What comparisons live on.
  TrafficSignals.Counted counted();

  /// What people and metrics are shown.
  ///
  /// @param window how far back the recent numbers go, 1 s to 10 min
  Signals signals(Duration window);

  /// What people should know now; empty when nothing is unusual.
  Optional<String> trouble();

  /// These are its backends from now on.
  void backends(List<Backend> backends);

  /// Where users find the rollout, as people read it.
  String address();

  /// What is said when a run begins: where it serves, and where it can be looked at.
  String welcome();

  /// Stops what it began for this rollout. Requests in flight may end.
  void close();
}
