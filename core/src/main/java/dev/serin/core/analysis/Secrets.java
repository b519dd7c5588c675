package dev.serin.core.analysis;

import java.util.Optional;

/// Where the secrets are that analysis arguments refer to. Read anew for each measurement.
@FunctionalInterface
public interface Secrets {
  /// The value under `key` of the secret called `name`, for a rollout in `namespace`; empty when
  /// there is none for it. May block.
  Optional<String> read(String namespace, String name, String key);
}
