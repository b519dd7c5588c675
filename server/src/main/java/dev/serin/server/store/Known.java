package dev.serin.server.store;

import dev.serin.core.rollout.RolloutId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the tables held when this process saw a rollout last: who saves it next need not read it to
/// know what has changed. A version is saved once, so that it tells whether that still holds.
///
/// A node finds a rollout once and then only saves it: those that are on their way on a large node
/// are all kept, and of more those that were saved last.
final class Known {
  private static final int MOST = 16_384;

  private final Map<RolloutId, Version> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RolloutId, Version> eldest) {
          return size() > MOST;
        }
      };

  private record Version(long number, RunParts parts) {}

  synchronized void put(RolloutId id, long version, RunParts parts) {
    latest.remove(id);
    latest.put(id, new Version(version, parts));
  }

  /// The rows at a version, if this process knows them.
  synchronized Optional<RunParts> at(RolloutId id, long version) {
    return Optional.ofNullable(latest.get(id))
        .filter(known -> known.number() == version)
        .map(Version::parts);
  }
}
