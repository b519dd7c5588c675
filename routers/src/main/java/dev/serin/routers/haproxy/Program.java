package dev.serin.routers.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program that is run to its end.
///
/// @param command its name and arguments
/// @param timeout for the whole of it
record Program(List<String> command, Duration timeout) {
  private static final int MOST_SHOWN = 2000;

  /// What it came to.
  ///
  /// @param failure empty when it went well
  /// @param output all that it wrote
  record Result(Optional<String> failure, String output) {}

  /// Runs it.
  Result run() {
    Path output = null;
    try {
      // A file and no pipe, because what it leaves running would hold a pipe open.
      output = Files.createTempFile("serin-haproxy", ".log");
      return run(output);
    } catch (IOException failure) {
      return new Result(Optional.of("can not be run: " + failure.getMessage()), "");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Result(Optional.of("was interrupted"), "");
    } finally {
      delete(output);
    }
  }

  private Result run(Path output) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      return new Result(Optional.of("took longer than " + timeout.toSeconds() + " s"), "");
    }
    String text = Files.readString(output).strip();
    String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) : text;
    return new Result(
        process.exitValue() == 0
            ? Optional.empty()
            : Optional.of("ended with %d: %s".formatted(process.exitValue(), shown)),
        text);
  }

  private static void delete(@org.jspecify.annotations.Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // It lies in the folder for files that nobody needs.
    }
  }

  /// As people type it.
  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
