package dev.serin.e2e;

import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Where a test takes place: a folder and ports of its own, and all that it starts, which ends with
/// it. After a failure it shows what every process wrote.
final class Setting implements BeforeEachCallback, AfterEachCallback {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Serin> processes = new ArrayList<>();
  private Path folder = Path.of("");
  private int port;
  private int adminPort;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("serin-e2e");
    port = freePort(20_000);
    adminPort = freePort(26_000);
  }

  /// Below the ports that the system gives to outgoing connections: nobody takes it in between.
  private static int freePort(int from) {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(from, from + 6_000);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException _) {
        // Somebody has it; the next one.
      }
    }
  }

  /// Where the gateway of this test serves.
  URI address() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /// Where its metrics are.
  URI admin() {
    return URI.create("http://127.0.0.1:" + adminPort);
  }

  /// One more port that nobody has.
  int port() {
    return freePort(14_000);
  }

  /// The test's folder.
  Path folder() {
    return folder;
  }

  /// A file in the test's folder.
  ///
  /// @return its name, as processes of this test may use it
  String file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A file in the test's folder.
  String file(String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Service service(String version) {
    return until(Service.start(version));
  }

  Users users() {
    return until(Users.of(address()));
  }

  Users crowd() {
    return until(Users.crowd(address()));
  }

  /// Closes `part` at the end of the test.
  <T extends AutoCloseable> T until(T part) {
    open.push(part);
    return part;
  }

  /// Starts `serin`.
  Serin serin(String... arguments) {
    Serin serin = until(Serin.start(folder, state(), arguments));
    processes.add(serin);
    return serin;
  }

  /// Starts `serin run` between two versions, on this test's ports, without the guard: what is
  /// tested needs no evidence.
  Serin run(Service stable, Service canary, String... arguments) {
    return guarded(
        stable,
        canary,
        Stream.concat(Stream.of("--no-guard"), Stream.of(arguments)).toArray(String[]::new));
  }

  /// Starts `serin run` between two versions, on this test's ports, as a user would.
  Serin guarded(Service stable, Service canary, String... arguments) {
    return serin(
        Stream.of(
                Stream.of("run", "--stable", stable.url(), "--canary", canary.url()),
                Stream.of("--listen", address().getAuthority()),
                Stream.of("--admin", admin().getAuthority()),
                Stream.of(arguments))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private Path state() {
    return folder.resolve("state");
  }

  /// What was stored of a rollout's changes, oldest first.
  List<Transition> transitions(String rollout) {
    try (Store store = Store.open(state())) {
      return store.transitions(new RolloutId("default", rollout));
    }
  }

  /// What the comparisons of the latest analysis run have gathered, as it is stored; empty before
  /// there is one.
  Map<String, Accumulator> gathered(String rollout) {
    try (Store store = Store.open(state())) {
      return store.find(new RolloutId("default", rollout)).stream()
          .map(Stored::runs)
          .flatMap(List::stream)
          .map(AnalysisRun::accumulators)
          .reduce(Map.of(), (_, latest) -> latest);
    }
  }

  /// The finished measurements of a metric that are stored, oldest first.
  List<Measurement> measurements(String rollout, String metric) {
    try (Store store = Store.open(state())) {
      return store.find(new RolloutId("default", rollout)).stream()
          .map(Stored::runs)
          .flatMap(List::stream)
          .flatMap(run -> run.result(metric).stream())
          .flatMap(result -> result.measurements().stream())
          .filter(measurement -> measurement.finishedAt() != null)
          .toList();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (context.getExecutionException().isPresent()) {
      processes.forEach(serin -> System.err.println(serin.story()));
    }
    while (!open.isEmpty()) {
      open.pop().close();
    }
    for (Serin serin : processes) {
      serin.exitCode();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
