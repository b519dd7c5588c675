package dev.serin.bench.validation;

import dev.serin.bench.Report;

/// A part of the validation that can be run alone.
interface Section {
  /// As it is given on the command line.
  String name();

  /// Simulates, and writes what came out.
  void run(Plan plan, Report report);
}
