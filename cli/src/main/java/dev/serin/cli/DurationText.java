package dev.serin.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a time as manifests write it: `30s`, `5m`, `1h30m`, `250ms`.
final class DurationText implements ITypeConverter<Duration> {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|h|m|s)");

  @Override
  public Duration convert(String value) {
    Matcher part = PART.matcher(value);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      long count = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "h" -> Duration.ofHours(count);
                case "m" -> Duration.ofMinutes(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMillis(count);
              });
      end = part.end();
    }
    if (end == 0 || end != value.length()) {
      throw new TypeConversionException(
          "'" + value + "' is no time; a time is written like 30s, 5m or 1h30m");
    }
    return sum;
  }
}
