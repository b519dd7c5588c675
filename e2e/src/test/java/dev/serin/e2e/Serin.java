package dev.serin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The `serin` command in a process of its own.
final class Serin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("serves at (http://\\S+);");

  private final Process process;
  private final List<JsonNode> lines = new CopyOnWriteArrayList<>();
  private final List<String> other = new CopyOnWriteArrayList<>();

  private Serin(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /// Starts a command.
  static Serin start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.serin.cli.Main"));
    command.addAll(List.of(args));
    return new Serin(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /// Runs a command to its end.
  ///
  /// @return its exit code
  static int run(String... args) throws IOException {
    try (Serin serin = start(args)) {
      return serin.exit();
    }
  }

  private void read() {
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = reader.readLine()) != null; ) {
        if (line.startsWith("{")) {
          lines.add(json.readTree(line));
        } else {
          other.add(line);
        }
      }
    } catch (IOException e) {
      other.add("its output ended: " + e);
    }
  }

  /// Where its gateway listens.
  String address() {
    String note = await("note", l -> l.path("message").asText().contains("serves at"));
    Matcher matcher = ADDRESS.matcher(note);
    assertThat(matcher.find()).as(note).isTrue();
    return matcher.group(1);
  }

  /// Waits for a line of a type.
  ///
  /// @return its message
  String await(String type, Predicate<JsonNode> wanted) {
    until(() -> lines.stream().anyMatch(l -> is(type, l) && wanted.test(l)), type);
    return lines.stream()
        .filter(l -> is(type, l) && wanted.test(l))
        .findFirst()
        .orElseThrow()
        .path("message")
        .asText();
  }

  private void until(BooleanSupplier condition, String what) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> condition.getAsBoolean() || !process.isAlive());
    assertThat(condition.getAsBoolean()).as("waiting for a " + what + " line: " + tail()).isTrue();
  }

  /// What it wrote so far, as JSON.
  List<JsonNode> lines(String type) {
    return lines.stream().filter(l -> is(type, l)).toList();
  }

  /// The weights that it showed, each once, in their order.
  List<Double> weights() {
    List<Double> weights = new ArrayList<>();
    for (JsonNode line : lines("status")) {
      double weight = line.path("weight").asDouble();
      if (weights.isEmpty() || weights.getLast() != weight) {
        weights.add(weight);
      }
    }
    return weights;
  }

  /// Ends it as a power cut would.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Presses Ctrl-C. Where the parent process made all its children deaf to it, asks politely.
  void interrupt() throws IOException, InterruptedException {
    String signal = deafToInterrupts() ? "-TERM" : "-INT";
    new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
  }

  private static boolean deafToInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  /// Waits for its end.
  int exit() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(tail()).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while serin runs", e);
    }
    return process.exitValue();
  }

  /// What it wrote last, for messages.
  String tail() {
    List<String> all = new ArrayList<>(other);
    lines.forEach(line -> all.add(line.toString()));
    return String.join("\n", all.subList(Math.max(0, all.size() - 12), all.size()));
  }

  private static boolean is(String type, @Nullable JsonNode line) {
    return line != null && line.path("type").asText().equals(type);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
