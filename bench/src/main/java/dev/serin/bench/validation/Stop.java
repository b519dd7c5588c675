package dev.serin.bench.validation;

/// How a run ended.
///
/// @param alarmed false when it came to its end without
/// @param canaryRequests until then
/// @param canaryFailures until then
record Stop(boolean alarmed, double canaryRequests, long canaryFailures) {}
