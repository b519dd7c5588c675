package dev.serin.core.traffic;

/// A request header and what its value must be.
///
/// @param header the name, compared without case
public record HeaderMatch(String header, TextMatch value) {}
