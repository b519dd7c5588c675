package dev.serin.routers;

import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.Optional;

/// Where the requests of one rollout are counted, by the part that their pool plays in the routing
/// in force. It may be used by many threads.
public interface Ledger extends AutoCloseable {
  /// Requests are routed so from now on. To be told again and again: the same routing changes
  /// nothing.
  ///
  /// @param effective the weight that the balancer could really set
  void routed(Routing routing, Weight effective);

  /// The pools run these revisions from now on; their servers are the same.
  void revisions(Pools pools);

  /// Everything counted of both sides until now. It never waits.
  Counted counted();

  /// What was counted, for people and for metrics.
  ///
  /// @param window how far back the recent numbers go, 1 s to 10 min
  Signals signals(Duration window);

  /// How whole the count is.
  Tidings tidings();

  /// What people should know about the count now; empty when nothing is unusual.
  Optional<String> trouble();

  /// Counts no more.
  @Override
  void close();
}
