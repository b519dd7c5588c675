package dev.serin.manifest.condition;

import java.time.Instant;
import java.time.InstantSource;

/// One evaluation: what it may still spend, its clock, and whether NaN decided anything.
final class Run {
  /// Steps of one evaluation: about a second at most.
  static final long STEPS = 10_000_000;

  /// Elements and characters that one evaluation may make.
  static final long SIZE = 1_000_000;

  /// Lists and maps inside each other.
  static final int NESTING = 100;

  private final InstantSource clock;
  private long steps = STEPS;
  private long size = SIZE;
  private int nesting;
  private boolean metNaN;

  Run(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  void step() {
    steps(1);
  }

  void steps(long count) {
    steps -= count;
    if (steps < 0) {
      throw new ConditionFault(
          "the condition takes more than %,d steps; make it simpler".formatted(STEPS));
    }
  }

  /// Pays for elements or characters before they are made.
  void grow(long by) {
    size = by > size ? -1 : size - by;
    if (size < 0) {
      throw new ConditionFault("memory budget exceeded");
    }
  }

  /// Goes into a list or map inside a value; [#leave] comes back. It bounds the recursion over
  /// values that a condition nests itself.
  void enter() {
    nesting++;
    if (nesting > NESTING) {
      throw tooDeep();
    }
  }

  void leave() {
    nesting--;
  }

  static ConditionFault tooDeep() {
    return new ConditionFault("a value is nested more than %d deep".formatted(NESTING));
  }

  /// Notes that a number which is not one was compared or cut to a whole number.
  double seen(double value) {
    metNaN |= Double.isNaN(value);
    return value;
  }

  boolean metNaN() {
    return metNaN;
  }
}
