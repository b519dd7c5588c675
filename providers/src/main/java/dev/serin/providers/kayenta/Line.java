package dev.serin.providers.kayenta;

import dev.serin.judge.kayenta.Series;
import java.util.Map;

/// One series of a range query.
///
/// @param tags its labels, without the metric's name
/// @param seconds from the start of the range, one for each value
record Line(Map<String, String> tags, Series seconds, Series values) {}
