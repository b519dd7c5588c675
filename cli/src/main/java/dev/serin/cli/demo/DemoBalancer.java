package dev.serin.cli.demo;

import dev.serin.routers.BalancedRollout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A load balancer that the demo starts in a folder of its own, in front of the first pool, as
/// people have one before they know Serin.
public abstract sealed class DemoBalancer implements AutoCloseable permits DemoNginx, DemoHaproxy {
  private static final Duration START = Duration.ofSeconds(10);
  private static final List<String> OUTSIDE_THE_PATH =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

  private final Path folder;
  private final InetSocketAddress address;
  private final String program;
  private @Nullable Process process;

  /// @param folder that is there for it alone
  /// @param address where users come in
  /// @param program the name of its command
  DemoBalancer(Path folder, InetSocketAddress address, String program) {
    this.folder = folder;
    this.address = address;
    this.program = find(program);
  }

  private static String find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    List<String> folders = new ArrayList<>(List.of(path.split(":")));
    folders.addAll(OUTSIDE_THE_PATH);
    return folders.stream()
        .map(one -> Path.of(one).resolve(name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s is not installed; on Debian and Ubuntu: sudo apt-get install %s"
                        .formatted(name, name)));
  }

  /// What a manifest would say to it.
  public abstract Map<String, Object> settings();

  /// Starts it and puts the rollout into it.
  ///
  /// @throws IllegalStateException when that fails
  public abstract void begin(BalancedRollout rollout);

  /// Where users come in.
  public URI url() {
    return URI.create("http://%s:%d".formatted(address.getHostString(), address.getPort()));
  }

  Path folder() {
    return folder;
  }

  InetSocketAddress address() {
    return address;
  }

  String program() {
    return program;
  }

  /// Starts it in the foreground, and waits until it listens.
  void start(String... words) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(words));
    Path log = folder.resolve("demo.log");
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      long deadline = System.nanoTime() + START.toNanos();
      while (!listens()) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException(program + " does not start: " + Files.readString(log));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } catch (IOException failure) {
      throw new IllegalStateException(program + " does not start: " + failure.getMessage());
    }
  }

  private boolean listens() {
    try (Socket _ = new Socket(address.getAddress(), address.getPort())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Ports of the loopback interface that nobody has now.
  static List<Integer> freePorts(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      held.forEach(DemoBalancer::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing was sent or received.
    }
  }

  /// Stops it and its workers.
  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      Stream<ProcessHandle> workers = running.descendants();
      running.destroy();
      workers.forEach(ProcessHandle::destroy);
      try {
        if (!running.waitFor(5, TimeUnit.SECONDS)) {
          running.destroyForcibly();
        }
      } catch (InterruptedException _) {
        running.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
