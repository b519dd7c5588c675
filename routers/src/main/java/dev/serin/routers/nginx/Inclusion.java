package dev.serin.routers.nginx;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Looks from time to time whether the user's configuration still includes the generated files. The
/// probe can not tell: it does not stand in the location that users reach.
///
/// It looks in the background, since `nginx -T` may take seconds: it reads certificates and finds
/// hosts' addresses.
final class Inclusion {
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Optional<Last> last = Optional.empty();

  private record Last(Optional<String> missing, long at) {
    boolean isOld() {
      return System.nanoTime() - at >= LOOK.toNanos();
    }
  }

  /// What was missing at the last look, for people; empty when nothing was, or when that is not
  /// known. Never waits.
  Optional<String> missing(Installation installation) {
    if (last.isEmpty() || last.get().isOld()) {
      begin(installation);
    }
    return last.flatMap(Last::missing);
  }

  /// Looks now, unless it did before: whoever changes something wants to know.
  void look(Installation installation) {
    if (last.isEmpty()) {
      last = Optional.of(looked(installation));
    }
  }

  private void begin(Installation installation) {
    if (looking.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("nginx-inclusion")
          .start(
              () -> {
                try {
                  last = Optional.of(looked(installation));
                } finally {
                  looking.set(false);
                }
              });
    }
  }

  private static Last looked(Installation installation) {
    Control.Ran dump = installation.control().dump();
    Optional<String> missing =
        dump.ok() ? missing(installation, new Dump(dump.output())) : Optional.empty();
    return new Last(missing, System.nanoTime());
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
