package dev.serin.cli.judge;

import dev.serin.judge.kayenta.MetricResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers and texts as people read them.
final class Shown {
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private Shown() {}

  /// Four digits: `0.1234`, `1234000`, `1.234e-09`.
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "-" : value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e9)) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /// The metric's name, with the tags that tell its series apart, in one line without control
  /// characters.
  static String name(MetricResult result) {
    String tags = result.tags().isEmpty() ? "" : " " + result.tags();
    return text(result.name() + tags);
  }

  /// One line without control characters.
  static String text(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "\uFFFD");
  }

  /// The shift's interval; a dash where no test was made.
  static String interval(MetricResult result) {
    var evidence = result.evidence();
    return evidence == null
        ? "-"
        : number(evidence.shift().lower()) + " to " + number(evidence.shift().upper());
  }
}
