package dev.serin.gateway;

import dev.serin.core.traffic.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/// The series of all revisions. A revision that is routed no more is forgotten after ten minutes
/// without a request, so that the list does not grow for ever.
final class SignalBook {
  private final int lanes;
  private final Map<Key, Series> series = new ConcurrentHashMap<>();
  private final AtomicLongArray refused = new AtomicLongArray(Tally.statuses());

  private record Key(Role role, Revision revision) {}

  SignalBook(int lanes) {
    this.lanes = lanes;
  }

  Series open(Role role, Revision revision) {
    return series.computeIfAbsent(
        new Key(role, revision), _ -> new Series(role, revision, lanes, Series.now()));
  }

  /// Books what happened, and forgets what is over.
  ///
  /// @param routed the series that must stay
  void collect(List<Series> routed) {
    long second = Series.now();
    series.values().forEach(one -> one.collect(second));
    series.values().removeIf(one -> !routed.contains(one) && one.asleep(second));
  }

  Signals snapshot(Duration window, List<Series> routed) {
    long second = Series.now();
    return new Signals(
        Series.time(),
        window,
        series.values().stream()
            .sorted(
                java.util.Comparator.comparing(Series::role)
                    .thenComparing(one -> one.revision().hash()))
            .map(one -> one.population(second, window.toSeconds(), routed.contains(one)))
            .toList());
  }

  List<Series> all() {
    return List.copyOf(series.values());
  }

  /// The gateway answered by itself, before it knew where the request belongs.
  void refused(int status) {
    refused.incrementAndGet(Tally.statusPlace(status));
  }

  long refusals(int status) {
    return refused.get(Tally.statusPlace(status));
  }
}
