package dev.serin.cli.console;

import dev.serin.judge.sequential.Tolerance;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how much worse is still fine: `10%` of the baseline's rate, `0.001` in requests, or both
/// as `10%+0.001`.
public final class MarginText implements ITypeConverter<Tolerance> {
  @Override
  public Tolerance convert(String value) {
    try {
      return of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /// The margin.
  ///
  /// @throws IllegalArgumentException when the text is none
  public static Tolerance of(String text) {
    int plus = text.indexOf("%+");
    try {
      return above(
          plus > 0
              ? new Tolerance(
                  ShareText.number(text.substring(0, plus + 1)),
                  ShareText.of(text.substring(plus + 2)))
              : text.endsWith("%")
                  ? new Tolerance(ShareText.number(text), 0)
                  : new Tolerance(0, ShareText.of(text)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no margin; a margin is above 0 and written like 10% of the baseline's rate, 0.001 in"
              + " requests, or 10%+0.001",
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
}
