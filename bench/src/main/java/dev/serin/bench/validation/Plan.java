package dev.serin.bench.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How much is simulated.
///
/// @param seed of the first run
/// @param quick a twentieth of the runs, with gates that are as much wider as that makes them
/// @param pictures the folder that plots go to; none when they are not wanted
record Plan(long seed, boolean quick, Optional<Path> pictures) {
  int runs(int full) {
    return quick ? Math.max(40, full / 20) : full;
  }

  /// The random numbers of run `run` of the simulation called `name`.
  Draws draws(String name, int run) {
    long mixed = seed * 0x9e3779b97f4a7c15L + name.hashCode();
    return new Draws(mixed * 0xd1342543de82ef95L + run);
  }

  /// Keeps a plot, when they are wanted.
  void picture(String file, String svg) {
    if (pictures.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(pictures.get());
      Files.writeString(pictures.get().resolve(file), svg);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
