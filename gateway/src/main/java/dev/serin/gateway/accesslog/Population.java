package dev.serin.gateway.accesslog;

import dev.serin.signals.Role;
import java.util.Objects;

/// Where a request was sent, as each line of the log says it.
///
/// @param rollout such as `default/shop`
/// @param route the place where it came in, such as `shop.example.org/api`
/// @param revision its hash
public record Population(String rollout, String route, Role role, String revision) {
  /// Checks that all are there.
  public Population {
    Objects.requireNonNull(rollout);
    Objects.requireNonNull(route);
  }
}
