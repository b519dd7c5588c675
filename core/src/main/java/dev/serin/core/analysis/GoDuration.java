package dev.serin.core.analysis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Argo's manifests write them, such as `1h30m` or `500ms`.
///
/// The syntax and the error texts are those of Go's `time.ParseDuration`: the units are ns, us, ms,
/// s, m and h; there are no days; the longest is about 292 years. Beyond Go's rules, a text has at
/// most 100 characters.
public final class GoDuration {
  private static final int CHARACTERS = 100;
  private static final Pattern PART = Pattern.compile("([0-9]*)(?:\\.([0-9]*))?([^0-9.]*)");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  /// An interval or a delay of a metric: a unit is needed, so `10` is invalid. May be negative.
  public static Checked<Duration> interval(String text) {
    if (text.length() > CHARACTERS) {
      return new Checked.Invalid<>(
          "time: invalid duration of more than " + CHARACTERS + " characters");
    }
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String rest = signed ? text.substring(1) : text;
    if (rest.equals("0")) {
      return new Checked.Valid<>(Duration.ZERO);
    }
    return switch (sum(text, rest)) {
      case Checked.Invalid<BigInteger>(String why) -> new Checked.Invalid<>(why);
      case Checked.Valid<BigInteger>(BigInteger nanos) -> {
        BigInteger value = text.startsWith("-") ? nanos.negate() : nanos;
        yield value.compareTo(MAX) > 0 || value.bitLength() > 63
            ? invalid(text)
            : new Checked.Valid<>(Duration.ofNanos(value.longValueExact()));
      }
    };
  }

  /// The length of a pause: whole seconds without a unit (`10`), or as [#interval] but cut to
  /// whole seconds; at most about 68 years.
  public static Checked<Duration> pause(String text) {
    if (WHOLE_NUMBER.matcher(text).matches()) {
      return seconds(Long.parseLong(text), text);
    }
    return interval(text).then(time -> seconds(time.toNanos() / 1_000_000_000L, text));
  }

  private static Checked<Duration> seconds(long seconds, String text) {
    // Argo keeps a pause in 32 bits
    return seconds == (int) seconds
        ? new Checked.Valid<>(Duration.ofSeconds(seconds))
        : invalid(text);
  }

  private static Checked<BigInteger> sum(String text, String rest) {
    BigInteger sum = BigInteger.ZERO;
    Matcher part = PART.matcher(rest);
    int at = 0;
    do {
      part.region(at, rest.length());
      boolean digits =
          part.lookingAt()
              && !(part.group(1).isEmpty() && (part.group(2) == null || part.group(2).isEmpty()));
      if (!digits) {
        return invalid(text);
      }
      if (part.group(3).isEmpty()) {
        return new Checked.Invalid<>("time: missing unit in duration " + quoted(text));
      }
      Long unit = NANOS.get(part.group(3));
      if (unit == null) {
        return new Checked.Invalid<>(
            "time: unknown unit " + quoted(part.group(3)) + " in duration " + quoted(text));
      }
      sum = sum.add(nanos(part, unit));
      at = part.end();
    } while (at < rest.length());
    return new Checked.Valid<>(sum);
  }

  private static BigInteger nanos(Matcher part, long unit) {
    String fraction = part.group(2) == null ? "" : part.group(2);
    return new BigDecimal("0" + part.group(1) + "." + fraction + "0")
        .multiply(BigDecimal.valueOf(unit))
        .toBigInteger();
  }

  private static <T> Checked<T> invalid(String text) {
    return new Checked.Invalid<>("time: invalid duration " + quoted(text));
  }

  /// Quotes as Go's time package does: what is not printable ASCII becomes bytes in hexadecimal.
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b < ' ') {
        quoted.append("\\x%02x".formatted(b));
      } else if (b == '"' || b == '\\') {
        quoted.append('\\').append((char) b);
      } else {
        quoted.append((char) b);
      }
    }
    return quoted.append('"').toString();
  }
}
