package dev.serin.server.node;

import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.Reach;
import dev.serin.server.metrics.NodeMetrics;
import dev.serin.server.site.Outside;
import dev.serin.server.store.Postgres;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A node in a process of its own, which a test may kill, stop and wake.
final class NodeProcess implements AutoCloseable {
  private final Process process;

  private NodeProcess(Process process) {
    this.process = process;
  }

  /// Where the nodes of a test keep their rollouts.
  ///
  /// @param kind `sqlite` or `postgres`
  /// @param name a folder, or the name of a schema
  record Site(String kind, String name) {
    Store open() {
      return open(kind.equals("sqlite") ? null : Postgres.server());
    }

    private Store open(@Nullable Postgres server) {
      return server == null ? Store.open(Path.of(name)) : Store.open(server.schema(name));
    }
  }

  /// Starts one.
  ///
  /// @param admin the port of its gateway's own pages
  static NodeProcess start(Site site, String label, int admin) {
    try {
      return new NodeProcess(
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "--enable-native-access=ALL-UNNAMED",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-Xshare:auto",
                      "-cp",
                      System.getProperty("java.class.path"),
                      NodeProcess.class.getName(),
                      site.kind(),
                      site.name(),
                      label,
                      Integer.toString(admin)))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(Path.of("target", "node-" + label + ".log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs it.
  ///
  /// @param arguments kind and name of the site, label, port
  public static void main(String... arguments) throws InterruptedException {
    boolean alone = arguments[0].equals("sqlite");
    Store store = new Site(arguments[0], arguments[1]).open(alone ? null : Postgres.ofParent());
    InetAddress loopback = InetAddress.getLoopbackAddress();
    GatewayOptions options =
        GatewayOptions.at(new InetSocketAddress(loopback, 0))
            .withAdmin(new InetSocketAddress(loopback, Integer.parseInt(arguments[3])));
    Node node =
        Node.open(
            new Node.Parts(
                store,
                options,
                new Outside((_, _, _) -> Optional.empty(), null, Reach.EVERYWHERE),
                NodeMetrics.NONE,
                arguments[2],
                alone));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  node.close();
                  store.close();
                }));
    new CountDownLatch(1).await();
  }

  /// Sends it a signal, such as `STOP`.
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean ended() {
    return !process.isAlive();
  }

  /// What `kill -9` does.
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("it can not be killed");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
