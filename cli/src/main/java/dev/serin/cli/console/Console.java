package dev.serin.cli.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// What a command reads from and writes to.
///
/// @param out for results; UTF-8, and not flushed by itself
/// @param err for what goes wrong, and for what people alone want to know
/// @param terminal true when a person watches `out` on a terminal
/// @param colour true when colours are welcome
/// @param environment the environment variables
public record Console(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    boolean colour,
    Map<String, String> environment) {
  /// The console of this process.
  public static Console system(String... args) {
    Map<String, String> environment = System.getenv();
    boolean terminal =
        Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    return new Console(
        System.in,
        writer(new FileOutputStream(FileDescriptor.out)),
        writer(new FileOutputStream(FileDescriptor.err)),
        terminal && !environment.getOrDefault("TERM", "dumb").equals("dumb"),
        terminal && colour(environment, args),
        environment);
  }

  /// A console that is no terminal, for tests and other programs.
  public static Console piped(
      InputStream in, OutputStream out, OutputStream err, Map<String, String> environment) {
    return new Console(in, writer(out), writer(err), false, false, Map.copyOf(environment));
  }

  /// Says what is wrong in one line.
  public void fail(String message) {
    out.flush();
    err.println(message);
    err.flush();
  }

  private static boolean colour(Map<String, String> environment, String... args) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !Arrays.asList(args).contains("--no-color");
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, false, StandardCharsets.UTF_8);
  }
}
