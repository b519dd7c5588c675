package dev.serin.server.metrics;

import dev.serin.server.store.Outbox.Depth;
import java.time.Duration;

/// What is told of the sending while it is done. Every method is quick and never throws.
public interface DeliveryMetrics {
  /// A service was given a message.
  ///
  /// @param outcome how that ended
  void sent(String service, Outcome outcome, Duration took);

  /// How many messages there are now.
  void depth(Depth depth);

  /// How giving a message to a service ended.
  enum Outcome {
    /// It was taken.
    DELIVERED,
    /// It is sent again later.
    FAILED,
    /// It is given up.
    DEAD
  }

  /// Tells nobody.
  DeliveryMetrics NONE =
      new DeliveryMetrics() {
        @Override
        public void sent(String service, Outcome outcome, Duration took) {}

        @Override
        public void depth(Depth depth) {}
      };
}
