package dev.serin.manifest.condition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as Go reads and prints them: 1h30m, 1.5s, -300ms.
final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile("[+-]?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)");
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");

  private GoDuration() {}

  static Duration parse(String text) {
    ConditionFault invalid = new ConditionFault("time: invalid duration " + GoText.quoted(text));
    if (text.length() > 100 || !WHOLE.matcher(text).matches()) {
      throw invalid;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
    }
    try {
      Duration length = Duration.ofNanos(nanos.toBigInteger().longValueExact());
      return text.startsWith("-") ? length.negated() : length;
    } catch (ArithmeticException _) {
      throw invalid;
    }
  }

  private static BigDecimal unit(String word) {
    return BigDecimal.valueOf(
        switch (word) {
          case "ns" -> 1L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 1_000L;
        });
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
