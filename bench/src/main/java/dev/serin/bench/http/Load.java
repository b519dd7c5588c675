package dev.serin.bench.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A `wrk` that runs beside something else until that is over.
public record Load(Process process) implements AutoCloseable {
  /// Starts one.
  public static Load start(List<String> command) throws IOException {
    return new Load(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /// Runs one to its end.
  public static Turn.Count run(List<String> command) throws IOException {
    try (Load load = start(command)) {
      return load.count();
    }
  }

  private Turn.Count count() throws IOException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    text.lines()
        .filter(line -> line.contains("errors:") || line.contains("responses:"))
        .forEach(line -> System.err.println("wrk:" + line));
    return Turn.Count.of(text);
  }

  /// Ends it.
  ///
  /// @return what it counted
  public Turn.Count finish() throws IOException {
    // Told to stop by Ctrl-C it prints what it has.
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    return count();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
