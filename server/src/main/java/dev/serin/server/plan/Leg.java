package dev.serin.server.plan;

/// The part of a plan during which the weight stays as it is.
///
/// @param step the number of the step that sets the weight, from 1
/// @param weight the canary's share of the traffic, 0 to 1
/// @param seconds of its pauses
/// @param open true when it also waits for a person or an analysis, for nobody knows how long
/// @param next the share of the traffic after it, 0 to 1
public record Leg(int step, double weight, double seconds, boolean open, double next) {}
