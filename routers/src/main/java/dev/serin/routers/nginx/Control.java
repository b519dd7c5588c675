package dev.serin.routers.nginx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Nginx' program: checks configurations, and reloads them.
///
/// @param settings where it is
record Control(NginxSettings settings) {
  private static final long MOST_SECONDS = 20;
  private static final int SHOWN = 600;
  private static final String TWICE =
      "take `open_file_cache` out of the location that includes Serin's file, which switches it off"
          + " there: ";
  private static final Pattern VERSION = Pattern.compile("nginx/([0-9]+(?:\\.[0-9]+){1,3})");

  /// What came of a command.
  ///
  /// @param ok true when it ended with 0
  /// @param output both of its streams, a character for each byte
  record Ran(List<String> command, boolean ok, String output) {
    /// The command and its words, for people.
    String told() {
      byte[] bytes = output.getBytes(StandardCharsets.ISO_8859_1);
      String text = new String(bytes, StandardCharsets.UTF_8).strip();
      return "%s`%s` says: %s"
          .formatted(
              text.contains("\"open_file_cache\" directive is duplicate") ? TWICE : "",
              String.join(" ", command),
              text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
    }
  }

  /// Checks the configuration.
  Ran test() {
    return run(settings.command("-t"));
  }

  /// The whole configuration with all that it includes.
  Ran dump() {
    return run(settings.command("-T"));
  }

  /// Makes nginx take the configuration.
  Ran reload() {
    return run(settings.reload());
  }

  /// Its version and how it was built.
  Ran built() {
    return run(List.of(settings.binary(), "-V"));
  }

  /// The number in [#built], `0` when there is none.
  static String version(String built) {
    Matcher version = VERSION.matcher(built);
    return version.find() ? version.group(1) : "0";
  }

  private static Ran run(List<String> command) {
    try {
      Path output = Files.createTempFile("serin-nginx", ".out");
      try {
        return run(command, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException failure) {
      return new Ran(command, false, latin("it can not be run: " + failure.getMessage()));
    }
  }

  /// A character for each byte, as nginx' output is read.
  static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static Ran run(List<String> command, Path output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new java.io.File("/dev/null"))
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Ran(command, false, "no end within " + MOST_SECONDS + " s");
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Ran(command, false, "interrupted");
    }
    return new Ran(
        command, process.exitValue() == 0, Files.readString(output, StandardCharsets.ISO_8859_1));
  }
}
