package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serin.cli.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The `serin` command in a process of its own.
final class Serin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MINDING_SIGNALS = mindingSignals();

  private final List<String> arguments;
  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers = new ArrayList<>();

  private Serin(List<String> arguments, Process process) {
    this.arguments = arguments;
    this.process = process;
  }

  /// Starts `serin` in a folder.
  ///
  /// @param state where it keeps rollouts
  static Serin start(Path folder, Path state, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(MINDING_SIGNALS);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SERIN_STATE", state.toString());
    builder.environment().remove("SERIN_DEBUG");
    try {
      Serin serin = new Serin(List.of(arguments), builder.start());
      serin.readers.add(serin.collect(serin.process.inputReader(), serin.out));
      serin.readers.add(serin.collect(serin.process.errorReader(), serin.err));
      return serin;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The class path of this process without tests.
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// What starts a process that minds Ctrl-C: tests that were started in the background ignore it,
  /// and what they start would too.
  private static List<String> mindingSignals() {
    List<String> env = List.of("env", "--default-signal=INT");
    try {
      Process tried =
          new ProcessBuilder(Stream.concat(env.stream(), Stream.of("true")).toList()).start();
      return tried.waitFor() == 0 ? env : List.of();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Thread collect(BufferedReader from, List<String> to) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                from.lines().forEach(to::add);
              } catch (UncheckedIOException _) {
                // The process was killed; what it wrote before is there.
              }
            });
  }

  /// The lines of its standard output.
  List<String> out() {
    return List.copyOf(out);
  }

  /// The lines of its standard error.
  List<String> err() {
    return List.copyOf(err);
  }

  /// All that it wrote, for messages.
  String story() {
    return "serin %s\n%s\n%s"
        .formatted(
            String.join(" ", arguments), String.join("\n", out), String.join("\n", err).indent(2));
  }

  /// Gives it its standard input.
  void type(String text) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives it a part of its standard input, which stays open.
  void feed(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until a line of its output holds `text`.
  void awaitLine(String text) {
    awaitTrue("a line with '" + text + "'", () -> holds(out, text) || holds(err, text));
  }

  private static boolean holds(List<String> lines, String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  /// What `-o json` wrote so far: every line is an object.
  List<JsonNode> events() {
    return out.stream().map(Serin::json).toList();
  }

  static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }

  /// Waits for the first object that is as `wanted`.
  JsonNode awaitEvent(String what, Predicate<JsonNode> wanted) {
    awaitTrue(what, () -> events().stream().anyMatch(wanted));
    return events().stream().filter(wanted).findFirst().orElseThrow();
  }

  /// Waits for a transition of which the message holds `text`.
  ///
  /// @return when it was
  Instant awaitTransition(String text) {
    return Instant.parse(
        awaitEvent(
                "a transition with '" + text + "'",
                e -> type(e).equals("transition") && e.path("message").asText().contains(text))
            .path("at")
            .asText());
  }

  /// Waits for its end for so long, which may be longer than for other things.
  JsonNode awaitEnding(Duration patience) {
    await("its end of: serin " + String.join(" ", arguments))
        .atMost(patience)
        .until(() -> ended() || !process.isAlive());
    return awaitEvent("its end", event -> type(event).equals("end"));
  }

  private boolean ended() {
    return events().stream().anyMatch(event -> type(event).equals("end"));
  }

  /// Waits for this end.
  ///
  /// @return when it was
  Instant awaitEnd(String result) {
    return Instant.parse(
        awaitEvent(
                "its end: " + result,
                e -> type(e).equals("end") && e.path("result").asText().equals(result))
            .path("at")
            .asText());
  }

  /// Waits until a status says that it waits for this.
  void awaitWaitingFor(String what) {
    awaitTrue(
        "it waits for " + what,
        () ->
            events().stream()
                .filter(e -> type(e).equals("status"))
                .reduce((_, last) -> last)
                .filter(e -> e.path("waitsFor").asText().equals(what))
                .isPresent());
  }

  static String type(JsonNode event) {
    return event.path("type").asText();
  }

  private void awaitTrue(String what, java.util.concurrent.Callable<Boolean> condition) {
    await(what + " of: serin " + String.join(" ", arguments))
        .atMost(PATIENCE)
        .until(() -> condition.call() || !process.isAlive());
    try {
      readAll();
      assertThat(condition.call()).as(() -> what + ", but: " + story()).isTrue();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits for all that a process wrote which has ended.
  private void readAll() throws InterruptedException {
    if (!process.isAlive()) {
      for (Thread reader : readers) {
        reader.join(Duration.ofSeconds(5));
      }
    }
  }

  /// Waits for its end.
  int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end within " + PATIENCE + ": " + story());
      }
      readAll();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits for its end, which must be this.
  Serin endsWith(int code) {
    assertThat(exitCode()).as(this::story).isEqualTo(code);
    return this;
  }

  /// What Ctrl-C does.
  void interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What `kill -9` does.
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
