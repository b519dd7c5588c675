package dev.serin.routers.haproxy;

import dev.serin.core.rollout.RolloutId;
import java.nio.file.Path;

/// What a rollout's things are called in HAProxy. No two rollouts share a name, because `:` and `/`
/// stand in none of theirs.
record Names(RolloutId rollout) {
  private static final String RIGHT = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

  /// @throws IllegalArgumentException when HAProxy could not read the rollout's name
  Names {
    right("namespace", rollout.namespace());
    right("rollout", rollout.name());
  }

  private static void right(String what, String name) {
    if (!name.matches(RIGHT)) {
      throw new IllegalArgumentException(
          "for HAProxy the name of a %s must have letters, digits, `.`, `_` and `-` only, but is \"%s\""
              .formatted(what, name));
    }
  }

  /// The backend that Serin adds for a pool.
  ///
  /// @throws IllegalArgumentException when HAProxy could not read the pool's name
  String section(String pool) {
    right("Backend", pool);
    return "serin:%s:%s:%s".formatted(rollout.namespace(), rollout.name(), pool);
  }

  /// A condition of the rollout.
  String condition(String name) {
    return "serin:%s:%s:%s".formatted(rollout.namespace(), rollout.name(), name);
  }

  /// The file of its map.
  Path map(Path folder) {
    return folder.resolve(rollout.namespace()).resolve(rollout.name() + ".map");
  }

  /// The file of the weights that its servers had before.
  Path weights(Path folder) {
    return folder.resolve(rollout.namespace()).resolve(rollout.name() + ".weights");
  }
}
