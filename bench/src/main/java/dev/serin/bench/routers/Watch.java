package dev.serin.bench.routers;

import dev.serin.bench.http.Probe;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks without a pause until the answer comes from one version.
///
/// @param end the time of that answer, on the clock of [System#nanoTime()]
record Watch(CompletableFuture<Long> end) {
  private static final long LONGEST_SECONDS = 10;

  /// What a change came to, in milliseconds from its beginning.
  ///
  /// @param seen when the first answer by it was here
  /// @param applied when the call returned
  record Seen(double seen, double applied) {}

  /// Begins to ask.
  static Watch begin(Probe probe, String version) {
    CompletableFuture<Long> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("watch")
        .start(
            () -> {
              try {
                end.complete(until(probe, version));
              } catch (IOException failed) {
                end.completeExceptionally(failed);
              }
            });
    return new Watch(end);
  }

  private static long until(Probe probe, String version) throws IOException {
    long began = System.nanoTime();
    while (!probe.version().equals(version)) {
      if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
        throw new IOException("no answer of " + version + " in time");
      }
    }
    return System.nanoTime();
  }

  /// Makes a change, and waits for the answer.
  Seen change(Runnable change) throws IOException {
    long began = System.nanoTime();
    change.run();
    long applied = System.nanoTime();
    try {
      long seen = end.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
      return new Seen((seen - began) / 1e6, (applied - began) / 1e6);
    } catch (CompletionException failed) {
      throw new IOException(
          failed.getCause() instanceof TimeoutException ? "no answer in time" : "the probe failed",
          failed);
    }
  }
}
