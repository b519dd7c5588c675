package dev.serin.server.plan;

import dev.serin.judge.sequential.Tolerance;
import java.util.regex.Pattern;

/// Shares and margins as people write them.
public final class Shares {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?");
  private static final Pattern PERCENT = Pattern.compile("[1-9][0-9]+(\\.[0-9]+)?");

  private Shares() {}

  /// A share, 0 to 1: `0.1%` or `0.001`.
  ///
  /// @throws IllegalArgumentException when the text is no share
  public static double of(String text) {
    double number = number(text);
    if (number > 1) {
      throw wrong(text);
    }
    return number;
  }

  /// A promised share: as [#of], but `99.9` is what people say, and no share can be meant by it.
  ///
  /// @throws IllegalArgumentException when the text is no share
  public static double promise(String text) {
    return of(PERCENT.matcher(text).matches() ? text + "%" : text);
  }

  /// How much worse is still fine: `10%` of the baseline's rate, `0.001` in requests, or both as
  /// `10%+0.001`.
  ///
  /// @throws IllegalArgumentException when the text is no margin
  public static Tolerance margin(String text) {
    int plus = text.indexOf("%+");
    try {
      return above(
          plus > 0
              ? new Tolerance(number(text.substring(0, plus + 1)), of(text.substring(plus + 2)))
              : text.endsWith("%") ? new Tolerance(number(text), 0) : new Tolerance(0, of(text)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no margin; a margin is above 0 and written like 10% of the baseline's rate,"
              + " 0.001 in requests, or 10%+0.001",
          e);
    }
  }

  /// Without a margin nothing could ever be shown to be not worse.
  private static Tolerance above(Tolerance margin) {
    if (margin.relative() <= 0 && margin.absolute() <= 0) {
      throw new IllegalArgumentException("it allows nothing");
    }
    return margin;
  }

  /// What is written like a share, but may be more than everything: `150%`.
  private static double number(String text) {
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
    if (!NUMBER.matcher(digits).matches()) {
      throw wrong(text);
    }
    return percent ? Double.parseDouble(digits) / 100 : Double.parseDouble(digits);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no share; a share is written like 0.1% or 0.001");
  }
}
