package dev.serin.routers.haproxy;

import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Pools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Serin's lines for one rollout, as they should stand in the configuration.
///
/// @param config the file
/// @param lines what should stand there
record OwnLines(Path config, RolloutId rollout, Lines lines) {
  /// What somebody else made of them; empty when they are whole, or when Serin may not read the
  /// file. A running HAProxy does not notice before it is reloaded.
  Optional<String> damage() {
    List<String> found;
    try {
      found = Document.of(Files.readAllBytes(config)).inside(rollout.toString());
    } catch (IOException _) {
      return Optional.empty();
    }
    List<String> wanted = new ArrayList<>(lines.frontend());
    lines.backends().forEach(line -> wanted.add(line.strip()));
    boolean whole = found.stream().map(OwnLines::withoutDefaults).toList().equals(wanted);
    return whole
        ? Optional.empty()
        : Optional.of(
            "somebody else changed Serin's lines for rollout %s in %s: run `serin haproxy init` before HAProxy is reloaded with them"
                .formatted(rollout, config));
  }

  /// False when the file has other pools, or the same in another order, so that a share would be
  /// the other one's. True when Serin may not read the file.
  boolean sameOrder(Pools pools) {
    try {
      String found =
          String.join(
              "\n",
              Document.of(Files.readAllBytes(config)).inside(rollout.toString()).stream()
                  .map(OwnLines::withoutDefaults)
                  .toList());
      Names names = new Names(rollout);
      int first = found.indexOf("\nbackend " + names.section(pools.first().name()) + "\n");
      int second = found.indexOf("\nbackend " + names.section(pools.second().name()) + "\n");
      return first >= 0 && first < second;
    } catch (IOException _) {
      return true;
    }
  }

  /// Which defaults the pools take depends on the frontend.
  private static String withoutDefaults(String line) {
    return line.startsWith("backend ") ? line.replaceFirst(" from \\S+$", "") : line;
  }
}
