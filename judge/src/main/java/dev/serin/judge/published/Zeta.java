package dev.serin.judge.published;

/// Riemann's zeta function, by the Euler-Maclaurin formula.
final class Zeta {
  private static final int TERMS = 20;

  private Zeta() {}

  /// The sum of `n^-s` over all n, for s > 1; to about 15 digits.
  static double of(double s) {
    double sum = 0;
    for (int n = TERMS - 1; n >= 1; n--) {
      sum += StrictMath.pow(n, -s);
    }
    double power = StrictMath.pow(TERMS, -s);
    double first = s * power / TERMS;
    double third = first * (s + 1) * (s + 2) / (TERMS * TERMS);
    double fifth = third * (s + 3) * (s + 4) / (TERMS * TERMS);
    double seventh = fifth * (s + 5) * (s + 6) / (TERMS * TERMS);
    return sum
        + power * TERMS / (s - 1)
        + power / 2
        + first / 12
        - third / 720
        + fifth / 30_240
        - seventh / 1_209_600;
  }
}
