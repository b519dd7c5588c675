package dev.serin.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// One version of a service, over HTTP on the loopback. How it answers can be changed while it
/// runs.
final class Service implements AutoCloseable {
  /// The header of each answer that names the version.
  static final String VERSION = "X-Version";

  private final String version;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicLong count = new AtomicLong();
  private volatile double failing;
  private volatile double slow;
  private volatile Duration latency = Duration.ZERO;

  private Service(String version, HttpServer server) {
    this.version = version;
    this.server = server;
  }

  /// A request that reached it.
  record Arrival(Instant at, String method, String path) {}

  /// A version that answers 200 at once.
  static Service start(String version) {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Else it closes connections that a balancer keeps, and a POST on one of these is lost.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    System.setProperty("sun.net.httpserver.idleInterval", "600");
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Service service = new Service(version, HttpServer.create(any, 0));
      service.server.setExecutor(service.threads);
      service.server.createContext("/", service::answer);
      service.server.start();
      return service;
    } catch (IOException e) {
      throw new IllegalStateException("version " + version + " can not listen", e);
    }
  }

  String url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString();
  }

  /// From now on this share of the requests, spread evenly, is answered with 500.
  void fails(double share) {
    failing = share;
  }

  /// From now on each answer takes this long.
  void takes(Duration time) {
    takes(1, time);
  }

  /// From now on this share of the requests, spread evenly, takes this long.
  void takes(double share, Duration time) {
    slow = share;
    latency = time;
  }

  /// All requests so far, in the order in which they came.
  List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  private void answer(HttpExchange exchange) throws IOException {
    arrivals.add(
        new Arrival(
            Instant.now(), exchange.getRequestMethod(), exchange.getRequestURI().getPath()));
    long number = count.getAndIncrement();
    boolean fails = falls(number, failing);
    exchange.getRequestBody().readAllBytes();
    if (falls(number, slow)) {
      LockSupport.parkNanos(latency.toNanos());
    }
    byte[] body = version.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set(VERSION, version);
    exchange.sendResponseHeaders(fails ? 500 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /// Whether request `number` is among this share of all.
  private static boolean falls(long number, double share) {
    return Math.floor((number + 1) * share) > Math.floor(number * share);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
