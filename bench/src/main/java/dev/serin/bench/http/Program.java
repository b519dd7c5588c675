package dev.serin.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A server that runs as a process of its own.
///
/// @param port where it takes requests
/// @param log what it wrote
public record Program(String name, Process process, int port, Path log) implements AutoCloseable {
  private static final long START_NANOS = TimeUnit.MINUTES.toNanos(3);

  /// Starts it; [#awaitReady()] waits until it listens.
  public static Program start(String name, List<String> command, int port, Path folder)
      throws IOException {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SERIN_AOT", "off");
    return new Program(name, builder.start(), port, log);
  }

  /// Waits until it listens.
  ///
  /// @throws IllegalStateException when it ends, or does not listen in time
  public void awaitReady() throws IOException {
    long deadline = System.nanoTime() + START_NANOS;
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(name + " does not start: " + tail());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// The end of what it wrote, for a message.
  public String tail() throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - 1500));
  }

  /// The processor time of all its threads until now, those of its workers too.
  public long processorNanos() throws IOException {
    long nanos = processorNanos(process.pid());
    for (ProcessHandle worker : process.descendants().toList()) {
      nanos += processorNanos(worker.pid());
    }
    return nanos;
  }

  private static long processorNanos(long pid) throws IOException {
    long nanos = 0;
    try (Stream<Path> tasks = Files.list(proc(pid, "task"))) {
      for (Path task : tasks.toList()) {
        nanos += runNanos(task);
      }
    }
    return nanos;
  }

  private static long runNanos(Path task) {
    try {
      String text = Files.readString(task.resolve("schedstat"));
      return Long.parseLong(text.substring(0, text.indexOf(' ')));
    } catch (IOException _) {
      // The thread ended between the listing and the reading.
      return 0;
    }
  }

  /// Memory that it occupies without its workers, in MiB.
  public double residentMebibytes() throws IOException {
    try (Stream<String> lines = Files.lines(proc(process.pid(), "status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / 1024.0;
    }
  }

  private static Path proc(long pid, String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
