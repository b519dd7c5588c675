package dev.serin.bench.routers;

import dev.serin.bench.http.Program;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.PoolRouter;
import java.io.IOException;

/// A user's balancer with one worker, in front of both versions of the origin.
sealed interface Host permits NginxHost, HaproxyHost {
  /// Starts it as the user has it, who splits by weights of servers, 9 to 1.
  Program start() throws IOException;

  /// Puts Serin into it.
  ///
  /// @throws IllegalStateException when that is not possible
  PoolRouter steer(BalancedRollout rollout) throws IOException;
}
