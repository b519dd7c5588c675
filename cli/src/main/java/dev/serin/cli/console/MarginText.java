package dev.serin.cli.console;

import dev.serin.judge.sequential.Tolerance;
import dev.serin.server.plan.Shares;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how much worse is still fine: `10%` of the baseline's rate, `0.001` in requests, or both
/// as `10%+0.001`.
public final class MarginText implements ITypeConverter<Tolerance> {
  @Override
  public Tolerance convert(String value) {
    try {
      return Shares.margin(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
