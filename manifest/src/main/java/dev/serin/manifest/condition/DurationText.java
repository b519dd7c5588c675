package dev.serin.manifest.condition;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import java.math.BigDecimal;
import java.time.Duration;

/// Lengths of time as Go reads and prints them: 1h30m, 1.5s, -300ms.
final class DurationText {
  private DurationText() {}

  static Duration parse(String text) {
    return switch (GoDuration.interval(text)) {
      case Checked.Valid<Duration>(Duration length) -> length;
      case Checked.Invalid<Duration>(String why) -> throw new ConditionFault(why);
    };
  }

  /// Go's form: 1h0m0s, 1.5s, 300ms, 0s.
  static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    String sign = duration.isNegative() ? "-" : "";
    Duration length = duration.abs();
    long seconds = length.toSeconds();
    if (seconds == 0) {
      return sign + small(length.toNanos());
    }
    BigDecimal rest =
        BigDecimal.valueOf(seconds % 60).add(BigDecimal.valueOf(length.toNanosPart(), 9));
    String hours = seconds >= 3600 ? seconds / 3600 + "h" : "";
    String minutes = seconds >= 60 ? seconds / 60 % 60 + "m" : "";
    return sign + hours + minutes + plain(rest) + "s";
  }

  private static String small(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000
        ? plain(BigDecimal.valueOf(nanos, 3)) + "µs"
        : plain(BigDecimal.valueOf(nanos, 6)) + "ms";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
