package dev.serin.bench.gateway;

import dev.serin.bench.http.Program;
import dev.serin.bench.http.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Serin's gateway and its peers in front of one origin.
final class Scene implements AutoCloseable {
  private final Stage stage;
  private final Order order;

  private Scene(Stage stage, Order order) {
    this.stage = stage;
    this.order = order;
  }

  /// Starts everything.
  static Scene open(Path root, Order order) throws IOException {
    Scene scene = new Scene(Stage.open(order.kibibytes(), order.pinned()), order);
    try {
      scene.start(root);
      return scene;
    } catch (IOException | IllegalStateException failed) {
      scene.close();
      throw failed;
    }
  }

  private void start(Path root) throws IOException {
    List<Integer> free = Stage.freePorts(4);
    if (order.what() != Order.What.WEIGHTS) {
      startSerin(root, free.get(0), free.get(1));
    }
    if (order.peers()) {
      startNginx(free.get(2));
      startHaproxy(free.get(3));
    }
    stage.awaitReady();
  }

  private void startSerin(Path root, int port, int admin) throws IOException {
    stage.start(
        "serin",
        port,
        stage.proxy(
            root.resolve("serin").toString(),
            "run",
            root.resolve("bench/gateway.yaml").toString(),
            "--stable",
            "http://127.0.0.1:" + ports().stable(),
            "--canary",
            "http://127.0.0.1:" + ports().canary(),
            "--listen",
            "127.0.0.1:" + port,
            "--admin",
            "127.0.0.1:" + admin,
            "--gateway-threads",
            "1",
            "--state",
            stage.folder().resolve("state").toString()));
  }

  private void startNginx(int port) throws IOException {
    String text = Configuration.nginx(stage.folder().toString(), ports(), port);
    Path file = stage.write("nginx.conf", text);
    stage.start("nginx", port, stage.proxy("nginx", "-c", file.toString()));
  }

  private void startHaproxy(int port) throws IOException {
    Path file = stage.write("haproxy.cfg", Configuration.haproxy(ports(), port));
    stage.start("haproxy", port, stage.proxy("haproxy", "-db", "-f", file.toString()));
  }

  /// A command for what is on the other side of the proxies.
  List<String> load(String... command) {
    return stage.load(command);
  }

  /// Where the two versions of the origin are.
  Stage.Ports ports() {
    return stage.ports();
  }

  /// Serin first, then its peers.
  List<Program> proxies() {
    return stage.proxies();
  }

  @Override
  public void close() {
    stage.close();
  }
}
