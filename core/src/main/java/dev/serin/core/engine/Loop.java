package dev.serin.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/// Looks again and again: when something is due, when something wakes it, and at the latest after
/// its poll interval. The same loop runs in real and in virtual time.
///
/// @param poll the longest time between two looks
public record Loop(Engine engine, Timeline timeline, Duration poll) {
  /// Looks until `watcher` has seen enough.
  ///
  /// @param watcher sees every look; true ends the loop
  /// @return the last look
  /// @throws InterruptedException when the thread is asked to stop
  public Look run(Release release, Predicate<Look> watcher) throws InterruptedException {
    while (true) {
      Look look = engine.look(release);
      if (watcher.test(look)) {
        return look;
      }
      timeline.await(wakeAt(look));
    }
  }

  private Instant wakeAt(Look look) {
    Instant latest = look.at().plus(poll);
    Instant due = look.next();
    return due == null || due.isAfter(latest) ? latest : due;
  }
}
