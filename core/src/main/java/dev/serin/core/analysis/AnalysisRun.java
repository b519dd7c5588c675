package dev.serin.core.analysis;

/// One execution of an analysis.
public record AnalysisRun(String name, AnalysisSpec spec) {}
