package dev.serin.server.metrics;

import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import java.time.Duration;

/// What a node tells of its work while it does it. Every method is quick, never throws, and may be
/// called by many threads at once.
public interface NodeMetrics {
  /// A rollout's turn came.
  ///
  /// @param late how long after it was due, not negative
  void ticked(Duration late);

  /// A look of the engine ended well.
  void looked(Duration took);

  /// A look of the engine failed.
  ///
  /// @param took until it failed
  void lookFailed(Duration took);

  /// What this node holds now.
  ///
  /// @param leases how many rollouts are its own
  void holds(int leases);

  /// The node renewed its leases.
  void renewed();

  /// Leases were lost to other nodes, because they were renewed too late.
  ///
  /// @param leases how many, at least 1
  void lost(int leases);

  /// A rollout of this node, after a look.
  ///
  /// @param strategy `canary` or `blueGreen`
  /// @param router such as `serin/gateway`
  void stands(RolloutId id, String strategy, String router, Phase phase);

  /// A rollout is not this node's any more.
  void left(RolloutId id);

  /// A metric provider was asked.
  ///
  /// @param provider the word that stands for it in manifests
  /// @param answered false when it could not be asked
  void measured(String provider, Duration took, boolean answered);

  /// Tells nobody.
  NodeMetrics NONE =
      new NodeMetrics() {
        @Override
        public void ticked(Duration late) {}

        @Override
        public void looked(Duration took) {}

        @Override
        public void lookFailed(Duration took) {}

        @Override
        public void holds(int leases) {}

        @Override
        public void renewed() {}

        @Override
        public void lost(int leases) {}

        @Override
        public void stands(RolloutId id, String strategy, String router, Phase phase) {}

        @Override
        public void left(RolloutId id) {}

        @Override
        public void measured(String provider, Duration took, boolean answered) {}
      };
}
