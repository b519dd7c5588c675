package dev.serin.core.traffic;

/// The canary's share of traffic, in parts per million.
///
/// @param ppm 0 (nothing) to 1 000 000 (everything)
public record Weight(int ppm) implements Comparable<Weight> {
  /// All traffic, in parts per million.
  public static final int SCALE = 1_000_000;

  /// Nothing goes to the canary.
  public static final Weight NONE = new Weight(0);

  /// Everything goes to the canary.
  public static final Weight ALL = new Weight(SCALE);

  /// @throws IllegalArgumentException when `ppm` lies outside 0..1 000 000
  public Weight {
    if (ppm < 0 || ppm > SCALE) {
      throw new IllegalArgumentException("weight must be 0..1000000 ppm, but is " + ppm);
    }
  }

  /// The weight that is `part` of `whole`, as in a `setWeight` of a plan whose `maxTrafficWeight`
  /// is `whole`.
  ///
  /// @throws IllegalArgumentException when `part` is not in 0..`whole`
  public static Weight of(int part, int whole) {
    if (whole <= 0 || part < 0 || part > whole) {
      throw new IllegalArgumentException("weight must be 0.." + whole + ", but is " + part);
    }
    return new Weight(Math.toIntExact((long) part * SCALE / whole));
  }

  /// The weight of `percent` hundredths.
  public static Weight percent(int percent) {
    return of(percent, 100);
  }

  /// This weight in percent, 0 to 100, with its fraction.
  public double toPercent() {
    return ppm / 10_000.0;
  }

  @Override
  public int compareTo(Weight other) {
    return Integer.compare(ppm, other.ppm);
  }

  /// As people write it: `10%`, `0.02%`.
  @Override
  public String toString() {
    return java.math.BigDecimal.valueOf(ppm, 4).stripTrailingZeros().toPlainString() + "%";
  }
}
