package dev.serin.cli.judge;

import dev.serin.judge.kayenta.MetricPair;
import dev.serin.providers.kayenta.TimedPair;
import java.util.List;

/// The series of both sides, and what their times are counted in.
///
/// @param timed true when times are seconds; false when they are only the numbers of points
public record Data(List<TimedPair> timedPairs, boolean timed) {
  /// Copies the list.
  public Data {
    timedPairs = List.copyOf(timedPairs);
  }

  List<MetricPair> pairs() {
    return timedPairs.stream().map(TimedPair::pair).toList();
  }
}
