package dev.serin.bench.server;

import dev.serin.bench.Report;
import dev.serin.bench.http.Program;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.Reach;
import dev.serin.server.logs.Logs;
import dev.serin.server.node.Node;
import dev.serin.server.site.Outside;
import dev.serin.server.store.DatabaseAddress;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Measures a server with very many rollouts, and prints Markdown.
public final class ServerBenchmark {
  private static final int MISSED = 1;
  private static final int UNUSABLE = 2;
  private static final int UNABLE = 126;

  private ServerBenchmark() {}

  /// Runs one of the benchmarks.
  ///
  /// @param arguments what the command line says
  public static void main(String... arguments) {
    Logs.silence();
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    try {
      Order order = Order.parse(arguments);
      Report report = new Report(System.out);
      report.say("Load average before: %.2f.".formatted(Heap.load()));
      run(order, report);
      return report.close() ? 0 : MISSED;
    } catch (IllegalArgumentException wrong) {
      System.err.println("server: " + wrong.getMessage());
      return UNUSABLE;
    } catch (IOException | IllegalStateException failed) {
      System.err.println("server: " + failed.getMessage());
      return UNABLE;
    }
  }

  private static void run(Order order, Report report) throws IOException {
    Path folder = Files.createTempDirectory("serin-bench");
    try (OutputStream lines = Files.newOutputStream(folder.resolve("log"));
        Program stub = stub(folder);
        Store store = store(order, folder)) {
      Logs.open(Logs.Format.JSON, lines);
      stub.awaitReady();
      Gauges gauges = new Gauges();
      try (Node node = Node.open(parts(store, gauges, order))) {
        Fleet fleet = new Fleet(stub.port(), order.rollouts(), order.hanging());
        Crowd crowd = new Crowd(node, gauges, fleet);
        if (order.api()) {
          crowd.settle(report);
        } else {
          crowd.run(report, order.seconds());
        }
      }
      if (order.api()) {
        new Requests(order, folder.resolve("store")).run(report);
      }
    } finally {
      delete(folder);
    }
  }

  private static Store store(Order order, Path folder) {
    String database = order.database();
    return database == null
        ? Store.open(folder.resolve("store"))
        : Store.open(DatabaseAddress.parse(database, System.getenv()));
  }

  private static Node.Parts parts(Store store, Gauges gauges, Order order) {
    return new Node.Parts(
        store,
        GatewayOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        new Outside((_, _, _) -> Optional.empty(), null, Reach.EVERYWHERE),
        gauges,
        "bench",
        order.database() == null);
  }

  private static Program stub(Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Stub.class.getName(),
            Integer.toString(port));
    return Program.start("stub", command, port, folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
