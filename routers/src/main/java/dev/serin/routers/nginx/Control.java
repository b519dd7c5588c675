package dev.serin.routers.nginx;

import dev.serin.routers.Program;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Nginx' program: checks configurations, and reloads them.
///
/// @param settings where it is
record Control(NginxSettings settings) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TWICE =
      "take `open_file_cache` out of the location that includes Serin's file, which switches it off"
          + " there: ";
  private static final Pattern VERSION = Pattern.compile("nginx/([0-9]+(?:\\.[0-9]+){1,3})");

  /// What came of a command.
  record Ran(Program command, Program.Result result) {
    /// True when it ended with 0.
    boolean ok() {
      return result.failure().isEmpty();
    }

    /// Both of its streams, a character for each byte.
    String output() {
      return result.output();
    }

    /// The command, and what is wrong, for people.
    String told() {
      String failure = result.failure().orElse("ended well");
      boolean twice = failure.contains("\"open_file_cache\" directive is duplicate");
      return "%s`%s` %s".formatted(twice ? TWICE : "", command, failure);
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

  private static Ran run(List<String> words) {
    Program command = new Program(words, PATIENCE);
    return new Ran(command, command.run());
  }

  /// A character for each byte, as nginx' output is read.
  static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
