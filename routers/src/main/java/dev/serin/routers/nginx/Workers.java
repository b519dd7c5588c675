package dev.serin.routers.nginx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The processes of an nginx, known by the file that holds its process id.
///
/// @param file of the process id; empty when it is not known
/// @param before the workers when this was made
record Workers(Optional<Path> file, Set<Long> before) {
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Pattern IN_CONFIGURATION =
      Pattern.compile("(?m)^\\s*pid\\s+([^\\s;]+)\\s*;");
  private static final Pattern BUILT_IN = Pattern.compile("--pid-path=(\\S+)");

  static Workers of(Control control) {
    Optional<Path> file =
        first(IN_CONFIGURATION, control.dump().output())
            .or(() -> first(BUILT_IN, control.built().output()))
            .map(Path::of)
            .filter(Path::isAbsolute);
    return new Workers(file, children(file));
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<ProcessHandle> master(Optional<Path> file) {
    try {
      return file.isPresent() && Files.exists(file.get())
          ? ProcessHandle.of(Long.parseLong(Files.readString(file.get()).strip()))
          : Optional.empty();
    } catch (IOException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  private static Set<Long> children(Optional<Path> file) {
    return master(file).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /// False when it is known that nginx does not run.
  boolean running() {
    return file.isEmpty() || master(file).filter(ProcessHandle::isAlive).isPresent();
  }

  /// Waits until there is a new worker and no old one takes connections: those that are left then
  /// only finish what they have.
  ///
  /// @return true also when its processes are not known
  boolean renewed() {
    if (file.isEmpty() || master(file).isEmpty()) {
      return true;
    }
    long end = System.nanoTime() + MOST.toNanos();
    while (before.containsAll(children(file)) || before.stream().anyMatch(Workers::takes)) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }

  /// True while a worker may take new connections: one that is to end says so in its title.
  private static boolean takes(long worker) {
    try {
      Path title = Path.of("/proc", Long.toString(worker), "cmdline");
      return Files.exists(title)
          && Files.readString(title, StandardCharsets.ISO_8859_1)
              .replace('\0', ' ')
              .strip()
              .endsWith("worker process");
    } catch (IOException over) {
      return false;
    }
  }
}
