package dev.serin.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// An origin with two versions, and what is put in front of it; all on free ports of the loopback
/// interface and in one temporary folder, all ended with it, also by Ctrl-C.
public final class Stage implements AutoCloseable {
  private static final int LARGEST_BODY = 1024;

  private final Path folder;
  private final Ports ports;
  private final boolean pinned;
  private final List<Program> programs = new ArrayList<>();
  private final Thread end = new Thread(this::stop, "end");

  private Stage(Path folder, boolean pinned) throws IOException {
    this.folder = folder;
    this.pinned = pinned;
    List<Integer> free = freePorts(2);
    this.ports = new Ports(free.get(0), free.get(1));
  }

  /// Where the two versions of the origin are.
  public record Ports(int stable, int canary) {}

  /// Starts the origin: an nginx that answers `/` with 1 KiB by itself, and `/bodyN` with a file of
  /// N KiB.
  ///
  /// @param kibibytes the sizes of the files, 1 to 1024
  /// @param pinned true to put proxies on core 0, and origin and load on core 1
  public static Stage open(List<Integer> kibibytes, boolean pinned) throws IOException {
    Stage stage = new Stage(Files.createTempDirectory("serin-bench-"), pinned);
    Runtime.getRuntime().addShutdownHook(stage.end);
    try {
      stage.startOrigin(kibibytes);
      return stage;
    } catch (IOException | IllegalArgumentException failed) {
      stage.close();
      throw failed;
    }
  }

  private void startOrigin(List<Integer> kibibytes) throws IOException {
    for (int size : kibibytes) {
      if (size > LARGEST_BODY) {
        throw new IllegalArgumentException(
            "--size must be 1 to %d, but is %d".formatted(LARGEST_BODY, size));
      }
      Files.write(folder.resolve("body" + size), new byte[size * 1024]);
    }
    Path file = write("origin.conf", NginxText.origin(folder.toString(), ports));
    // Workers without a master keep the user that starts them.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    start("origin", ports.stable(), load("nginx", "-c", file.toString()));
  }

  /// Ports that nobody has now.
  public static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /// Where its files are; everybody may read them.
  public Path folder() {
    return folder;
  }

  /// Where the two versions of the origin are.
  public Ports ports() {
    return ports;
  }

  /// Writes a file of the folder.
  public Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /// Starts a server; [#awaitReady()] waits for it.
  public Program start(String name, int port, List<String> command) throws IOException {
    Program program = Program.start(name, command, port, folder);
    programs.add(program);
    return program;
  }

  /// Waits until all that was started listens.
  public void awaitReady() throws IOException {
    for (Program program : programs) {
      program.awaitReady();
    }
  }

  /// All that was started behind the origin, in that order.
  public List<Program> proxies() {
    return programs.subList(1, programs.size());
  }

  /// A command for a proxy.
  public List<String> proxy(String... command) {
    return onCore("0", command);
  }

  /// A command for what is on the other side of the proxies.
  public List<String> load(String... command) {
    return onCore("1", command);
  }

  private List<String> onCore(String core, String... command) {
    List<String> whole = new ArrayList<>();
    if (pinned) {
      whole.addAll(List.of("taskset", "-c", core));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(end);
    stop();
  }

  private void stop() {
    programs.reversed().forEach(Program::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // It is in the system's folder for what may be deleted at any time.
    }
  }
}
