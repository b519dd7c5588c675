package dev.serin.bench.gateway;

import dev.serin.bench.gateway.Configuration.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// An origin with two versions, and the proxies in front of it; all on free ports of the loopback
/// interface, all ended with it, also by Ctrl-C.
final class Scene implements AutoCloseable {
  private static final int LARGEST_BODY = 1024;

  private final Path folder;
  private final Order order;
  private final Ports ports;
  private final List<Program> programs = new ArrayList<>();
  private final Thread end = new Thread(this::stop, "end");

  private Scene(Path folder, Order order) throws IOException {
    this.folder = folder;
    this.order = order;
    List<Integer> free = freePorts(2);
    this.ports = new Ports(free.get(0), free.get(1));
  }

  /// Starts everything.
  static Scene open(Path root, Order order) throws IOException {
    Scene scene = new Scene(Files.createTempDirectory("serin-bench-gateway-"), order);
    Runtime.getRuntime().addShutdownHook(scene.end);
    try {
      scene.start(root);
      return scene;
    } catch (IOException | IllegalStateException failed) {
      scene.close();
      throw failed;
    }
  }

  private void start(Path root) throws IOException {
    List<Integer> free = freePorts(4);
    startOrigin();
    if (order.what() != Order.What.WEIGHTS) {
      startSerin(root, free.get(0), free.get(1));
    }
    if (order.peers()) {
      startNginx(free.get(2));
      startHaproxy(free.get(3));
    }
    for (Program program : programs) {
      program.awaitReady();
    }
  }

  private static List<Integer> freePorts(int count) throws IOException {
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

  private void startOrigin() throws IOException {
    for (int size : order.kibibytes()) {
      if (size > LARGEST_BODY) {
        throw new IllegalArgumentException(
            "--size must be 1 to %d, but is %d".formatted(LARGEST_BODY, size));
      }
      Files.write(folder.resolve("body" + size), new byte[size * 1024]);
    }
    Path file = write("origin.conf", Configuration.origin(folder.toString(), ports));
    // Workers without a master keep the user that starts them.
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    add("origin", ports.stable(), load("nginx", "-c", file.toString()));
  }

  private void startSerin(Path root, int port, int admin) throws IOException {
    add(
        "serin",
        port,
        proxy(
            root.resolve("serin").toString(),
            "run",
            root.resolve("bench/gateway.yaml").toString(),
            "--stable",
            "http://127.0.0.1:" + ports.stable(),
            "--canary",
            "http://127.0.0.1:" + ports.canary(),
            "--listen",
            "127.0.0.1:" + port,
            "--admin",
            "127.0.0.1:" + admin,
            "--gateway-threads",
            "1",
            "--state",
            folder.resolve("state").toString()));
  }

  private void startNginx(int port) throws IOException {
    Path file = write("nginx.conf", Configuration.nginx(folder.toString(), ports, port));
    add("nginx", port, proxy("nginx", "-c", file.toString()));
  }

  private void startHaproxy(int port) throws IOException {
    Path file = write("haproxy.cfg", Configuration.haproxy(ports, port));
    add("haproxy", port, proxy("haproxy", "-db", "-f", file.toString()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void add(String name, int port, List<String> command) throws IOException {
    programs.add(Program.start(name, command, port, folder));
  }

  private List<String> proxy(String... command) {
    return pinned("0", command);
  }

  /// A command for what is on the other side of the proxies.
  List<String> load(String... command) {
    return pinned("1", command);
  }

  private List<String> pinned(String core, String... command) {
    List<String> whole = new ArrayList<>();
    if (order.pinned()) {
      whole.addAll(List.of("taskset", "-c", core));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  /// Where the two versions of the origin are.
  Ports ports() {
    return ports;
  }

  /// Serin first, then its peers.
  List<Program> proxies() {
    return programs.subList(1, programs.size());
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
