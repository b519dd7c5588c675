package dev.serin.routers.haproxy;

import dev.serin.routers.BalancedRollout;
import dev.serin.routers.Program;
import dev.serin.routers.WholeFile;
import dev.serin.routers.haproxy.RuntimeApi.Life;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A HAProxy that runs, its program, and the command that reloads it.
record Running(Terms terms, RuntimeApi api) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration IN_FORCE = Duration.ofSeconds(15);
  private static final long PAUSE_NANOS = 20_000_000;
  private static final Pattern VERSION = Pattern.compile("version ([0-9]{1,3})\\.([0-9]{1,3})");

  /// The process that answers.
  Optional<Life> life() {
    return api.life();
  }

  /// The servers of the backend whose weights are set.
  ServerPools.Found servers(BalancedRollout rollout) {
    return ServerPools.ask(api, rollout, Objects.requireNonNull(terms.backend()));
  }

  /// Why the program can not be used; empty when it can.
  Optional<String> tooOld() {
    Program program = new Program(List.of(terms.binary(), "-v"), PATIENCE);
    Program.Result result = program.run();
    if (result.failure().isPresent()) {
      return Optional.of(
          "`%s` %s; setting serin/haproxy.binary says where it is"
              .formatted(program, result.failure().get()));
    }
    Matcher version = VERSION.matcher(result.output());
    boolean old =
        version.find()
            && Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) < 204;
    return old
        ? Optional.of(
            "HAProxy must be 2.4 or newer, but `%s` says %s".formatted(program, version.group()))
        : Optional.empty();
  }

  /// True when HAProxy has this generation, in another process than `before`.
  boolean runs(MapFile map, String generation, Optional<Life> before) {
    return renewed(before)
        && new LiveMap(api, map).entries() instanceof LiveMap.Seen.Entries(var entries)
        && generation.equals(entries.get(RouteKey.GENERATION));
  }

  /// True when another process than `before` answers, and does not know the map.
  boolean lacks(MapFile map, Optional<Life> before) {
    return renewed(before)
        && api.ask(map.show()) instanceof RuntimeApi.Reply.Answer(String text)
        && text.contains("Unknown map");
  }

  private boolean renewed(Optional<Life> before) {
    Optional<Life> now = api.life();
    return now.isPresent() && (before.isEmpty() || !before.get().goesOnIn(now.get()));
  }

  /// Lets HAProxy check a configuration, which lies beside the real one for that moment.
  ///
  /// @return what it does not like
  Optional<String> check(byte[] configuration) throws IOException {
    Path candidate = terms.config().resolveSibling(terms.config().getFileName() + ".serin-check");
    try {
      WholeFile.writeSecretly(candidate, configuration);
      Program program =
          new Program(List.of(terms.binary(), "-c", "-f", candidate.toString()), PATIENCE);
      return program
          .run()
          .failure()
          .map(
              failure ->
                  "HAProxy does not take the configuration: `%s` %s".formatted(program, failure));
    } finally {
      Files.deleteIfExists(candidate);
    }
  }

  /// Reloads, and waits until it is in force.
  ///
  /// @return why it failed
  Optional<String> reload(String wrong, BooleanSupplier inForce) {
    Optional<String> failure = reload();
    if (failure.isPresent()) {
      return failure;
    }
    long deadline = System.nanoTime() + IN_FORCE.toNanos();
    while (!inForce.getAsBoolean()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        return Optional.of(
            "%s after `%s`, as its runtime API at %s tells; look into HAProxy's log"
                .formatted(wrong, String.join(" ", terms.reload()), api.address()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return Optional.empty();
  }

  /// Reloads.
  ///
  /// @return why it failed
  Optional<String> reload() {
    Program program = new Program(terms.reload(), PATIENCE);
    return program
        .run()
        .failure()
        .map(
            failure ->
                "`%s` %s; setting serin/haproxy.reload is how HAProxy is reloaded"
                    .formatted(program, failure));
  }

  /// Deletes a file of Serin's that nobody needs any more.
  void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // It does no harm where it is.
    }
  }
}
