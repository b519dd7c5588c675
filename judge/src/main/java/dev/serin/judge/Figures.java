package dev.serin.judge;

import dev.serin.judge.sequential.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as people read them.
final class Figures {
  private static final double LARGEST_E = 20;

  private Figures() {}

  static String of(double value, Estimate.Unit unit) {
    if (Double.isNaN(value)) {
      return "unknown";
    }
    return switch (unit) {
      case SHARE -> digits(value * 100, 2) + " %";
      case SECONDS -> value < 1 ? digits(value * 1000, 3) + " ms" : digits(value, 3) + " s";
      case LEVEL -> digits(value, 3);
    };
  }

  /// With blanks between thousands.
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
  }

  static String times(Interval ratio) {
    return "%s to %s times".formatted(digits(ratio.lower(), 2), digits(ratio.upper(), 2));
  }

  /// An e-value by its logarithm.
  static String evidence(double logE) {
    return logE > LARGEST_E ? "over 10^8" : digits(StrictMath.exp(logE), 2);
  }

  static String digits(double value, int significant) {
    if (!Double.isFinite(value)) {
      return value > 0 ? "any number of" : "0";
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    int whole = exact.precision() - exact.scale();
    BigDecimal rounded =
        whole >= significant
            ? exact.setScale(0, RoundingMode.HALF_EVEN)
            : exact.round(new MathContext(significant, RoundingMode.HALF_EVEN));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
