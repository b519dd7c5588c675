package dev.serin.judge.published;

/// The values that a test does not exclude.
///
/// @param lower may be -infinity
/// @param upper may be infinite
public record Interval(double lower, double upper) {}
