package dev.serin.routers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program that is run to its end, with nothing to read.
///
/// @param command its name and arguments
/// @param timeout for the whole of it
public record Program(List<String> command, Duration timeout) {
  private static final int MOST_SHOWN = 2000;
  private static final Path NOTHING = Path.of("/dev/null");

  /// Copies its list.
  public Program {
    command = List.copyOf(command);
  }

  /// What it came to.
  ///
  /// @param failure in words for people; empty when it went well
  /// @param output all that it wrote, a character for each byte: in configurations stand bytes of
  ///     any encoding
  public record Result(Optional<String> failure, String output) {}

  /// Runs it.
  public Result run() {
    try {
      // A file and no pipe, because what it leaves running would hold a pipe open.
      Path output = Files.createTempFile("serin-program", ".log");
      try {
        return run(output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException failure) {
      return failed("can not be run: " + failure.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failed("was interrupted");
    }
  }

  private static Result failed(String why) {
    return new Result(Optional.of(why), "");
  }

  private Result run(Path output) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(NOTHING.toFile())
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return failed("took longer than " + timeout.toSeconds() + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.ISO_8859_1);
    return new Result(
        process.exitValue() == 0
            ? Optional.empty()
            : Optional.of("ended with %d: %s".formatted(process.exitValue(), shown(text))),
        text);
  }

  private static String shown(String output) {
    byte[] bytes = output.getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
  }

  /// As people type it.
  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
