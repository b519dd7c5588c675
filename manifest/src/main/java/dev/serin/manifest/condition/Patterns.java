package dev.serin.manifest.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions in Go's syntax, which match in linear time.
final class Patterns {
  private static final int CHARACTERS = 1_000;
  private static final int REPETITIONS = 1_000;

  private Patterns() {}

  static Pattern compile(String text) {
    if (text.length() > CHARACTERS) {
      throw new ConditionFault(
          "a regular expression has at most %,d characters".formatted(CHARACTERS));
    }
    if (repetitions(text) > REPETITIONS) {
      throw new ConditionFault(
          "error parsing regexp: expression too large: more than %,d repetitions"
              .formatted(REPETITIONS));
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new ConditionFault(String.valueOf(e.getMessage()));
    }
  }

  /// The product of all counts such as `{20}`: they multiply when they are nested.
  private static long repetitions(String text) {
    long product = 1;
    var counts = COUNT.matcher(text);
    while (counts.find() && product <= REPETITIONS) {
      long least = Long.parseLong(counts.group(1));
      long most = counts.group(2) == null ? least : Long.parseLong(counts.group(2));
      product *= Math.max(1, Math.max(least, most));
    }
    return product;
  }

  private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,6})(?:,([0-9]{1,6})?)?\\}");
}
