package dev.serin.routers.agent;

import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Revision;
import dev.serin.routers.Tidings;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What an agent told last, and since when it tells nothing. It may be used by many threads.
final class Memory {
  /// An agent that is away for less is not worth a word.
  private static final long AWAY = TimeUnit.SECONDS.toNanos(3);

  private final String address;
  private final Map<Long, Signals> signals = new HashMap<>();
  private final Map<Revision, Answer.Pulse> pulses = new HashMap<>();
  private Answer.@Nullable Looked last;
  private long heard;
  private String why = "it was not asked yet";

  /// Nothing was told.
  ///
  /// @param now of the monotonic clock, in nanoseconds
  Memory(String address, long now) {
    this.address = address;
    this.heard = now;
  }

  synchronized void told(Answer.Looked looked, long now) {
    last = looked;
    heard = now;
    why = "";
    looked.signals().forEach(one -> signals.put(one.window().toSeconds(), one));
    looked.pulses().forEach(pulse -> pulses.put(pulse.revision(), pulse));
  }

  synchronized void silent(String reason) {
    why = reason;
  }

  /// What it counted last, also while it is away.
  synchronized Counted counted() {
    Answer.Looked told = last;
    return told == null
        ? new Counted.Nothing("the agent at %s has told no counts yet: %s".formatted(address, why))
        : told.counted();
  }

  /// The window that is nearest to the one that is asked for.
  synchronized Signals signals(Duration window) {
    return signals.values().stream()
        .min(Comparator.comparing(one -> one.window().minus(window).abs()))
        .orElseGet(() -> new Signals(Instant.now(), window, List.of()));
  }

  synchronized Tidings tidings() {
    Answer.Looked told = last;
    return told == null ? Tidings.NONE : told.tidings();
  }

  synchronized Optional<String> trouble(long now) {
    if (!why.isEmpty() && now - heard > AWAY) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(now - heard);
      return Optional.of("no counts for %d s: %s".formatted(seconds, why));
    }
    Answer.Looked told = last;
    return told == null || told.trouble().isEmpty()
        ? Optional.empty()
        : Optional.of(told.trouble());
  }

  synchronized Workload.Health health(Revision revision) {
    Answer.Pulse pulse = pulses.get(revision);
    return pulse == null
        ? new Workload.Health.Unavailable(
            "the agent at %s has not told of revision %s yet: %s"
                .formatted(address, revision, why.isEmpty() ? "ask again" : why))
        : pulse.health();
  }

  synchronized boolean checked(Revision revision) {
    Answer.Pulse pulse = pulses.get(revision);
    return pulse != null && pulse.checked();
  }
}
