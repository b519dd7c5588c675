package dev.serin.cli.console;

import dev.serin.server.plan.Shares;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a share as people write it: `0.1%` or `0.001`.
public final class ShareText implements ITypeConverter<Double> {
  @Override
  public Double convert(String value) {
    try {
      return Shares.of(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
