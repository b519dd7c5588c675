package dev.serin.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A load balancer that people have already: a real process with a configuration of their own.
abstract class Balancer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private @Nullable Process process;

  /// @param folder of its files
  /// @param port where users come in
  Balancer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /// Its word in a manifest.
  abstract String kind();

  /// What the manifest says to it, as one line of YAML.
  abstract String settings();

  /// Its people follow what `serin ... init` told them, if it tells them to add something.
  ///
  /// @param told what it wrote
  abstract void follow(String told);

  /// Its people take out what they added.
  abstract void unfollow();

  /// What a person changes by hand: half of all users get the canary.
  abstract void changeByHand();

  /// Makes it read its configuration anew.
  abstract void reload();

  /// What starts it in the foreground.
  abstract List<String> command();

  /// The file that its people wrote.
  abstract Path configuration();

  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  void start() {
    try {
      process =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("balancer.log").toFile()))
              .start();
      await(kind() + " listens").atMost(Duration.ofSeconds(20)).until(this::listens);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// What `kill -9` does to it and to its workers.
  void kill() {
    Process master = Objects.requireNonNull(process, "it was never started");
    List<ProcessHandle> all = master.descendants().toList();
    master.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(worker -> worker.onExit().join());
    master.onExit().join();
  }

  static String run(String... command) {
    try {
      Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (run.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + text);
      }
      return text;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }
}
