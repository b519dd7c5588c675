package dev.serin.manifest.tree;

import java.io.Serial;

/// Ends the reading of one file; never leaves this package.
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refusal(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
