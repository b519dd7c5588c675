package dev.serin.cli;

import dev.serin.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Runs commands in this process, with what they read and wrote at hand.
final class Shell {
  private Shell() {}

  /// What a command did.
  record Ran(int code, String out, String err) {}

  static Ran serin(String... args) {
    return serinReading("", args);
  }

  static Ran serinReading(String input, String... args) {
    return serinIn(Map.of(), input, args);
  }

  /// With these environment variables.
  static Ran serinIn(Map<String, String> environment, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        Console.piped(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            environment);
    int code = Main.execute(console, args);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
