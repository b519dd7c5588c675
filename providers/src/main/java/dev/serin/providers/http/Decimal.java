package dev.serin.providers.http;

import java.math.BigDecimal;

/// Numbers as Argo prints them: the shortest digits that read back the same, with no exponent.
public final class Decimal {
  private Decimal() {}

  /// `0.5`, `1`, `NaN`, `+Inf` or `-Inf`.
  public static String shown(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
