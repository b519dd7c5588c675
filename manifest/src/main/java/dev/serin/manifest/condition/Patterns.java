package dev.serin.manifest.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.serin.core.analysis.Checked;

/// Regular expressions in Go's syntax, which match in linear time.
public final class Patterns {
  private static final int CHARACTERS = 1_000;
  private static final int REPETITIONS = 1_000;
  private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,6})(?:,([0-9]{1,6})?)?\\}");

  private Patterns() {}

  /// The expression, or what is wrong with it; it has at most 1,000 characters, and as many
  /// repetitions.
  public static Checked<Pattern> checked(String text) {
    if (text.length() > CHARACTERS) {
      return new Checked.Invalid<>(
          "a regular expression has at most %,d characters".formatted(CHARACTERS));
    }
    if (repetitions(text) > REPETITIONS) {
      return new Checked.Invalid<>(
          "error parsing regexp: expression too large: more than %,d repetitions"
              .formatted(REPETITIONS));
    }
    try {
      return new Checked.Valid<>(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      return new Checked.Invalid<>(String.valueOf(e.getMessage()));
    }
  }

  static Pattern compile(String text) {
    return switch (checked(text)) {
      case Checked.Valid<Pattern>(Pattern pattern) -> pattern;
      case Checked.Invalid<Pattern>(String why) -> throw new ConditionFault(why);
    };
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
}
