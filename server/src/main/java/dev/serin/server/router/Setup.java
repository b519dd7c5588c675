package dev.serin.server.router;

import dev.serin.routers.BalancedRollout;

/// Puts a rollout into the configuration of its load balancer, and takes it out again.
public interface Setup {
  /// Puts it in, or brings it up to date.
  Outcome init();

  /// What [#init()] would do.
  Outcome preview();

  /// Takes it out.
  Outcome remove();

  /// What it came to.
  ///
  /// @param text one or more lines for people
  record Outcome(Kind kind, String text) {
    /// How far it came.
    public enum Kind {
      /// The load balancer works as it should.
      DONE,
      /// A person must do something first.
      NEEDS_A_PERSON,
      /// It could not be done, and everything is as it was.
      FAILED
    }
  }

  /// The set-up of a rollout's router.
  ///
  /// @throws IllegalArgumentException when the rollout can not be served so
  static Setup of(RouterChoice router, BalancedRollout rollout) {
    return Maker.of(router).setup(rollout);
  }
}
