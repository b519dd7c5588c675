package dev.serin.bench.validation;

/// How much is simulated.
///
/// @param seed of the first run
/// @param quick a twentieth of the runs, with gates that are as much wider as that makes them
record Plan(long seed, boolean quick) {
  int runs(int full) {
    return quick ? Math.max(40, full / 20) : full;
  }

  /// The random numbers of run `run` of the simulation called `name`.
  Draws draws(String name, int run) {
    long mixed = seed * 0x9e3779b97f4a7c15L + name.hashCode();
    return new Draws(mixed * 0xd1342543de82ef95L + run);
  }
}
