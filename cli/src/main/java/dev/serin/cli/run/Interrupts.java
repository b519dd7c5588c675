package dev.serin.cli.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jline.utils.Signals;

/// Ctrl-C and the polite kill signal while a run is under way: the first asks, the second does not.
final class Interrupts implements AutoCloseable {
  private static final Duration SAME_PRESS = Duration.ofMillis(250);
  private static final long NEVER = Long.MIN_VALUE;

  private final AtomicLong firstAt = new AtomicLong(NEVER);
  private final Map<String, Object> before = new LinkedHashMap<>();
  private final Runnable first;
  private final Runnable second;

  private Interrupts(Runnable first, Runnable second) {
    this.first = first;
    this.second = second;
  }

  /// Listens until [#close].
  ///
  /// @param first called at the first signal, on a thread of its own
  /// @param second called at every further one
  static Interrupts listen(Runnable first, Runnable second) {
    Interrupts interrupts = new Interrupts(first, second);
    for (String signal : new String[] {"INT", "TERM"}) {
      Object handler = Signals.register(signal, interrupts::hit);
      if (handler != null) {
        interrupts.before.put(signal, handler);
      }
    }
    return interrupts;
  }

  /// Counts one more. A terminal may tell one key press as a key and as a signal: what comes at
  /// once after the first is the same press.
  void hit() {
    long now = System.nanoTime();
    if (firstAt.compareAndSet(NEVER, now)) {
      first.run();
    } else if (now - firstAt.get() > SAME_PRESS.toNanos()) {
      second.run();
    }
  }

  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }
}
