package dev.serin.gateway.accesslog;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/// Writes the lines of one event loop. A line for which there is no room is dropped, and counted:
/// a slow disk holds no request up.
public final class Pen {
  private static final int KEPT_ENTRIES = 1024;

  private final Style style;
  private final Timestamps time;
  private final Ring ring;
  private final Runnable crowded;
  private final ArrayDeque<Entry> free = new ArrayDeque<>();
  private final AtomicLong dropped = new AtomicLong();

  /// A pen.
  ///
  /// @param crowded is run when much waits to be read from the ring
  Pen(Style style, Timestamps time, Ring ring, Runnable crowded) {
    this.style = style;
    this.time = time;
    this.ring = ring;
    this.crowded = crowded;
  }

  /// Begins the line of a request whose head has come. The head is needed for this call alone.
  public Entry begin(Request request) {
    Entry kept = free.pollLast();
    Entry entry = kept == null ? new Entry(this, style) : kept;
    entry.begin(request, time);
    return entry;
  }

  void finish(Entry entry, Line line) {
    if (!ring.offer(line.bytes(), line.length())) {
      dropped.setRelease(dropped.getPlain() + 1);
    }
    if (ring.crowded()) {
      crowded.run();
    }
    line.clear();
    if (free.size() < KEPT_ENTRIES) {
      free.addLast(entry);
    }
  }

  long dropped() {
    return dropped.getAcquire();
  }
}
