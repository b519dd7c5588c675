package dev.serin.cli.console;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a share as people write it: `0.1%` or `0.001`.
public final class ShareText implements ITypeConverter<Double> {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?");

  @Override
  public Double convert(String value) {
    try {
      return of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /// The share from 0 to 1.
  ///
  /// @throws IllegalArgumentException when the text is no share
  public static double of(String text) {
    double number = number(text);
    if (number > 1) {
      throw wrong(text);
    }
    return number;
  }

  /// What is written like a share, but may be more than everything: `150%`.
  static double number(String text) {
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
