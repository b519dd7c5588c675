package dev.serin.routers.haproxy;

import dev.serin.core.rollout.RolloutId;
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

  /// Which defaults the pools take depends on the frontend.
  private static String withoutDefaults(String line) {
    return line.startsWith("backend ") ? line.replaceFirst(" from \\S+$", "") : line;
  }
}
