package dev.serin.routers.health;

import dev.serin.core.engine.Backend;
import java.net.URI;
import java.util.Optional;

/// One endpoint, and what its checks say of it. The first check decides at once; after that it
/// takes as many in a row as its backend wants.
final class Vital {
  /// Whether it answers.
  enum State {
    UNKNOWN,
    UP,
    DOWN
  }

  private final URI url;
  private final Backend.HealthCheck check;
  private State state = State.UNKNOWN;
  private String reason = "has not been checked yet";
  private int successes;
  private int failures;

  Vital(URI url, Backend.HealthCheck check) {
    this.url = url;
    this.check = check;
  }

  URI url() {
    return url;
  }

  Backend.HealthCheck check() {
    return check;
  }

  synchronized State state() {
    return state;
  }

  /// Why it is not up, with its address.
  synchronized String reason() {
    return url + " " + reason;
  }

  /// A check ended.
  ///
  /// @param why it failed; empty when it succeeded
  synchronized void ended(Optional<String> why) {
    if (why.isEmpty()) {
      failures = 0;
      successes++;
      if (successes >= check.healthyThreshold() || state == State.UNKNOWN) {
        state = State.UP;
      }
    } else {
      successes = 0;
      failures++;
      if (failures >= check.unhealthyThreshold() || state != State.UP) {
        state = State.DOWN;
        reason = why.get();
      }
    }
  }
}
