package dev.serin.cli;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a time as manifests write it: `30s`, `5m`, `1h30m`, `250ms`.
final class DurationText implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    return switch (GoDuration.interval(value)) {
      case Checked.Valid<Duration>(Duration time) when !time.isNegative() -> time;
      case Checked.Valid<Duration> _, Checked.Invalid<Duration> _ ->
          throw new TypeConversionException(
              "'" + value + "' is no time; a time is written like 30s, 5m or 1h30m");
    };
  }
}
