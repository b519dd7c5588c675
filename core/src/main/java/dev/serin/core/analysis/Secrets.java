package dev.serin.core.analysis;

import java.util.Optional;

/// Where the secrets are that analysis arguments refer to. Read anew for each measurement.
@FunctionalInterface
public interface Secrets {
  /// The value under `key` of the secret called `name`; empty when there is none. May block.
  Optional<String> read(String name, String key);
}
