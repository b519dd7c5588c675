package dev.serin.manifest.condition;

import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers in text, as Go's strconv reads them: no spaces, no suffixes.
final class Numbers {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern REAL =
      Pattern.compile(
          "[+-]?(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
              + "|0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+)");
  private static final Pattern INFINITE = Pattern.compile("(?i)([+-]?)inf(?:inity)?");

  private Numbers() {}

  static Optional<Long> whole(String text) {
    try {
      return WHOLE.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Empty for what is no number, and for one too large.
  static Optional<Double> real(String text) {
    if (text.equalsIgnoreCase("nan")) {
      return Optional.of(Double.NaN);
    }
    var infinite = INFINITE.matcher(text);
    if (infinite.matches()) {
      boolean negative = "-".equals(infinite.group(1));
      return Optional.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    return REAL.matcher(text).matches()
        ? Optional.of(Double.valueOf(text)).filter(Double::isFinite)
        : Optional.empty();
  }

  /// What Go says of text that is no number.
  static String complaint(String function, String text) {
    boolean number = WHOLE.matcher(text).matches() || REAL.matcher(text).matches();
    boolean range = number && (function.equals("ParseFloat") || WHOLE.matcher(text).matches());
    return "strconv.%s: parsing %s: %s"
        .formatted(function, GoText.quoted(text), range ? "value out of range" : "invalid syntax");
  }
}
