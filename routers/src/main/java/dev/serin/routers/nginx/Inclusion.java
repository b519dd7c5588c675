package dev.serin.routers.nginx;

import java.time.Duration;
import java.util.Optional;

/// Looks from time to time whether the user's configuration still includes the generated files. The
/// probe can not tell: it does not stand in the location that users reach.
final class Inclusion {
  private static final Duration LOOK = Duration.ofSeconds(10);

  private long looked = System.nanoTime() - LOOK.toNanos();
  private Optional<String> missing = Optional.empty();

  /// What is missing, for people; empty when nothing is, or when that can not be known now.
  Optional<String> missing(Installation installation) {
    if (System.nanoTime() - looked >= LOOK.toNanos()) {
      Control.Ran dump = installation.control().dump();
      missing = dump.ok() ? missing(installation, new Dump(dump.output())) : Optional.empty();
      looked = System.nanoTime();
    }
    return missing;
  }

  private static Optional<String> missing(Installation installation, Dump dump) {
    return installation.missing(dump).stream()
        .findFirst()
        .map(
            kind ->
                "nginx' configuration does not include %s: `serin nginx init` says where it belongs"
                    .formatted(installation.include().file(kind)));
  }
}
