package dev.serin.providers.comparison;

import dev.serin.judge.Served;

/// What one draw from a [Source] came to.
sealed interface Drawn {
  /// What both sides served since the draw before, over the same interval.
  ///
  /// @param share that the canary was to get of the routed requests, 0 to 1; NaN when requests were
  ///     not split one by one, when the split changed in between, or when the source does not know
  record Requests(Served baseline, Served canary, double share) implements Drawn {}

  /// Both gauges at one moment.
  record Levels(double baseline, double canary) implements Drawn {}

  /// The first draw, or the first with another split: what the baseline served before it.
  record Past(Served baseline) implements Drawn {}

  /// There are no new numbers: it began just now, nothing was measured since, or what was measured
  /// can not be counted.
  record Nothing(String why) implements Drawn {}

  /// The source can not be asked.
  ///
  /// @param why with the address and what would help
  record Unavailable(String why) implements Drawn {}
}
