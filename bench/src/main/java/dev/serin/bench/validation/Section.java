package dev.serin.bench.validation;

/// A part of the validation that can be run alone.
interface Section {
  /// As it is given on the command line.
  String name();

  /// Simulates, and writes what came out.
  void run(Plan plan, Report report);
}
