package dev.serin.routers.agent;

import dev.serin.core.traffic.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What was asked lately, and so is to be fetched again: windows, revisions, and how soon. It may
/// be used by many threads.
final class Wishes {
  /// The window that is always fetched, in seconds.
  static final long USUAL = 60;

  private static final long BUSY = TimeUnit.SECONDS.toNanos(10);
  private static final long KEPT = TimeUnit.MINUTES.toNanos(10);
  private static final int MOST = 32;
  private static final long BETWEEN_SIGNALS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LATER = Duration.ofSeconds(1);

  private final Map<Long, Long> windows = new HashMap<>();
  private final Set<Long> fresh = new LinkedHashSet<>(List.of(USUAL));
  private final Set<Revision> revisions = new LinkedHashSet<>();
  private long asked;
  private long fetched;

  /// @param now of the monotonic clock, in nanoseconds
  Wishes(long now) {
    asked = now - BUSY;
    fetched = now - BETWEEN_SIGNALS;
  }

  /// Counts were asked for.
  ///
  /// @return true when nobody asked for long, so that the answer should be fetched now
  synchronized boolean counts(long now) {
    boolean idle = now - asked >= BUSY;
    asked = now;
    return idle;
  }

  /// A window was asked for.
  ///
  /// @return true when it is a new one, so that it should be fetched now
  synchronized boolean window(Duration window, long now) {
    boolean idle = counts(now);
    long seconds = window.toSeconds();
    boolean unknown = seconds != USUAL && windows.size() < MOST && !windows.containsKey(seconds);
    if (unknown) {
      fresh.add(seconds);
    }
    if (unknown || windows.containsKey(seconds)) {
      windows.put(seconds, now);
    }
    return idle || unknown;
  }

  /// A revision's health was asked for.
  ///
  /// @return true when it is a new one
  synchronized boolean revision(Revision revision) {
    return revisions.size() < MOST && revisions.add(revision);
  }

  /// What to fetch now. Counts each time; the signals, which are larger, each second.
  synchronized Ask.Look look(Set<Revision> pools, long now) {
    windows.values().removeIf(at -> now - at > KEPT);
    Set<Long> wanted = new LinkedHashSet<>(fresh);
    fresh.clear();
    if (now - fetched >= BETWEEN_SIGNALS) {
      fetched = now;
      wanted.add(USUAL);
      wanted.addAll(windows.keySet());
    }
    Set<Revision> all = new LinkedHashSet<>(pools);
    all.addAll(revisions);
    return new Ask.Look(new ArrayList<>(all), wanted.stream().map(Math::toIntExact).toList());
  }

  /// How long to wait before the next fetch.
  synchronized Duration pause(long now) {
    return now - asked < BUSY ? SOON : LATER;
  }
}
