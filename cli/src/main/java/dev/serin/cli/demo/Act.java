package dev.serin.cli.demo;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Look;

/// One release of the demo.
///
/// @param announcement one sentence: which version is released, and what will be seen
/// @param stable where the version that users trust listens
/// @param canary where the new version listens
/// @param fault what is wrong with the new version
/// @param expected how the release ends when all goes as announced
public record Act(
    String announcement, Backend stable, Backend canary, Fault fault, Look.End expected) {}
