package dev.serin.routers.log;

import dev.serin.signals.Series;
import dev.serin.signals.Tally;
import java.util.concurrent.TimeUnit;

/// Where one revision in one role is counted: as the log tells it, for comparisons, and as many
/// times as each line stands for, for people. Only one thread at a time enters.
///
/// @param logged counts each line once
/// @param shown counts each line as the requests that it stands for
record Column(Series logged, Series shown) {
  void enter(RequestRecord request) {
    enter(logged.tallies().at(0, 0), request, 1);
    enter(shown.tallies().at(0, 0), request, request.oneIn());
  }

  /// Counted as routed first, so that nobody sees an answer that was not routed.
  private static void enter(Tally tally, RequestRecord request, int times) {
    tally.count(Tally.Count.ROUTED, times);
    if (request.aborted()) {
      tally.count(Tally.Count.CLIENT_ABORT, times);
    } else {
      long nanos = TimeUnit.MICROSECONDS.toNanos(request.micros());
      tally.answered(request.status(), nanos, times);
    }
  }
}
