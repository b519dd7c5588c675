package dev.serin.server.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Numbers as people read them.
public final class Amounts {
  private static final MathContext TWO = new MathContext(2, RoundingMode.HALF_EVEN);
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_EVEN);
  private static final MathContext SIX = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final long DAY = 86_400;

  private Amounts() {}

  /// A share: `0.31 %`, `12.5 %`.
  public static String percent(double share) {
    double percent = share * 100;
    return plain(BigDecimal.valueOf(percent).round(percent < 10 ? TWO : THREE)) + " %";
  }

  /// A factor: `3.1x`.
  public static String times(double factor) {
    return plain(BigDecimal.valueOf(factor).round(factor < 10 ? TWO : THREE)) + "x";
  }

  /// A count, with blanks between thousands.
  public static String count(double count) {
    return String.format(Locale.ROOT, "%,.0f", count).replace(',', ' ');
  }

  /// A time: `0s`, `0.4s`, `4m 12s`, `2h 5m`, `3d 4h`, `30d`.
  public static String time(double seconds) {
    if (!(seconds < Long.MAX_VALUE)) {
      return "never";
    }
    if (seconds < 10) {
      return plain(BigDecimal.valueOf(seconds).round(TWO)) + "s";
    }
    long whole = (long) Math.ceil(seconds);
    if (whole < 60) {
      return whole + "s";
    }
    if (whole < 3600) {
      return whole / 60 + "m " + whole % 60 + "s";
    }
    if (whole < DAY) {
      return whole / 3600 + "h " + whole % 3600 / 60 + "m";
    }
    long hours = whole % DAY / 3600;
    return whole / DAY + "d" + (hours == 0 ? "" : " " + hours + "h");
  }

  /// A rate: `0.5`, `1200`.
  public static String rate(double perSecond) {
    return plain(BigDecimal.valueOf(perSecond).round(SIX));
  }

  /// A promise, which needs more digits: `99.95 %`.
  public static String exactPercent(double share) {
    return plain(BigDecimal.valueOf(share * 100).round(SIX)) + " %";
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
