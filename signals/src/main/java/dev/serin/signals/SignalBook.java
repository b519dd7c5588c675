package dev.serin.signals;

import dev.serin.core.traffic.Revision;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The series of all revisions of one rollout. A revision that is routed no more is forgotten after
/// ten minutes without a request, so that the list does not grow for ever.
public final class SignalBook {
  private final int places;
  private final int lanes;
  private final LongSupplier clock;
  private final Map<Key, Series> series = new ConcurrentHashMap<>();

  private record Key(Role role, Revision revision) {}

  /// An empty book.
  ///
  /// @param places at how many places the rollout is served
  /// @param lanes how many event loops count
  public SignalBook(int places, int lanes) {
    this(places, lanes, Series::now);
  }

  /// An empty book.
  ///
  /// @param clock the second of the monotonic clock
  public SignalBook(int places, int lanes, LongSupplier clock) {
    this.places = places;
    this.lanes = lanes;
    this.clock = clock;
  }

  /// The series of a revision that is about to be routed. It stays for ten minutes from now, so
  /// that it is not forgotten before its table is in force.
  public synchronized Series open(Role role, Revision revision) {
    long second = clock.getAsLong();
    Series opened =
        series.computeIfAbsent(
            new Key(role, revision),
            _ -> new Series(role, revision, new Tallies(places, lanes), second));
    opened.open(second);
    return opened;
  }

  /// Books what happened, and forgets what is over.
  ///
  /// @param routed the series that must stay
  public synchronized void collect(List<Series> routed) {
    long second = clock.getAsLong();
    series.values().forEach(one -> one.collect(second));
    series.values().removeIf(one -> !routed.contains(one) && one.asleep(second));
  }

  public Signals snapshot(Duration window, List<Series> routed) {
    long second = clock.getAsLong();
    return new Signals(
        Series.time(),
        window,
        series.values().stream()
            .sorted(Comparator.comparing(Series::role).thenComparing(one -> one.revision().hash()))
            .map(one -> one.population(second, window.toSeconds(), routed.contains(one)))
            .toList());
  }

  public List<Series> all() {
    return List.copyOf(series.values());
  }
}
