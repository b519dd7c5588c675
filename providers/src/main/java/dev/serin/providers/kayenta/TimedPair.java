package dev.serin.providers.kayenta;

import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.Series;

/// A pair of series with the times of their points.
///
/// @param controlTimes seconds from the start of the baseline's range, one for each point
/// @param experimentTimes seconds from the start of the canary's range, one for each point
public record TimedPair(MetricPair pair, Series controlTimes, Series experimentTimes) {}
