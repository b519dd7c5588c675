package dev.serin.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far a number may be from the expected one; within either of the two will do.
///
/// @param relative to the expected number
/// @param absolute in its own unit
record Tolerance(double relative, double absolute) {
  /// For files that state none: their numbers are printed with about 10 digits.
  static final Tolerance OF_TEN_DIGITS = new Tolerance(1e-8, 1e-9);

  private static final Pattern STATED = Pattern.compile("(relative|absolute) ([0-9.e+-]+)");

  /// The tolerance that a vector file states in words.
  static Tolerance stated(String text) {
    double relative = 0;
    double absolute = 0;
    Matcher stated = STATED.matcher(text);
    while (stated.find()) {
      double value = Double.parseDouble(stated.group(2));
      if (stated.group(1).equals("relative")) {
        relative = value;
      } else {
        absolute = value;
      }
    }
    return relative == 0 && absolute == 0 ? OF_TEN_DIGITS : new Tolerance(relative, absolute);
  }

  /// The expected number itself when the actual one is close enough to it.
  double seen(double expected, double actual) {
    double off = Math.abs(expected - actual);
    boolean close = expected == actual || off <= Math.max(absolute, relative * Math.abs(expected));
    return close ? expected : actual;
  }
}
