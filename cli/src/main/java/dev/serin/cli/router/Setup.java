package dev.serin.cli.router;

import dev.serin.routers.BalancedRollout;
import dev.serin.routers.haproxy.Haproxy;

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
  /// @throws IllegalArgumentException when the settings can not be used
  static Setup of(RouterChoice router, BalancedRollout rollout) {
    return switch (router.kind()) {
      case GATEWAY -> throw new IllegalArgumentException("the gateway needs no set-up");
      case NGINX -> throw new IllegalArgumentException("no");
      case HAPROXY -> new HaproxyLines(Haproxy.setup(rollout, router.settings()));
    };
  }
}
