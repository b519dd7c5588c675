package dev.serin.cli.compare;

import dev.serin.judge.Signal;
import dev.serin.judge.Terms;
import dev.serin.judge.sequential.Tolerance;

/// By what counts are compared.
///
/// @param alpha the chance of ever calling a canary worse that is not
/// @param margin how much worse is still fine
/// @param minimumRequests of the canary, that a verdict of not worse needs
public record CompareTerms(double alpha, Tolerance margin, long minimumRequests) {
  /// Checks its numbers.
  ///
  /// @throws IllegalArgumentException when one is out of its range
  public CompareTerms {
    new Terms(
        Signal.ERRORS, alpha, margin, minimumRequests, 1, Terms.of(Signal.ERRORS).quantiles());
  }

  Terms of(Signal signal, double part) {
    return new Terms(signal, part, margin, minimumRequests, 1, Terms.of(signal).quantiles());
  }
}
