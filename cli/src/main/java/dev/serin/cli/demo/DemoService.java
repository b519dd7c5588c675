package dev.serin.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A small HTTP server on a free port of the loopback interface that plays one version of a
/// service.
///
/// It answers `{"version":"v1"}` after a time of 12 ms at the median and 27 ms at the 99th
/// percentile
/// (log-normal, sigma 0.35), and does what its [Fault] says.
final class DemoService implements AutoCloseable {
  private static final double MEDIAN_MILLIS = 12;
  private static final double SIGMA = 0.35;

  static {
    // Without it the JDK's server lets the system hold small answers back for up to 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final String version;
  private final Fault fault;
  private final Duration grace;
  private final long seed;
  private final HttpServer server;
  private final URI url;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong firstAt = new AtomicLong();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private DemoService(HttpServer server, String version, Fault fault, Duration grace, long seed) {
    this.server = server;
    this.version = version;
    this.fault = fault;
    this.grace = grace;
    this.seed = seed;
    int port = server.getAddress().getPort();
    this.url =
        URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":" + port);
  }

  /// Starts a version whose fault begins some time after its first request.
  ///
  /// @param grace how long it is good
  /// @param seed of its chance: the n-th request always has the same luck
  /// @throws IOException when no port is free
  static DemoService start(String version, Fault fault, Duration grace, long seed)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    DemoService service = new DemoService(server, version, fault, grace, seed);
    server.createContext("/", service::answer);
    server.setExecutor(service.threads);
    server.start();
    return service;
  }

  /// Where it listens.
  URI url() {
    return url;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      long number = requests.incrementAndGet();
      if (number == 1) {
        firstAt.set(System.nanoTime());
        scheduleCrash();
      }
      SplittableRandom luck = new SplittableRandom(seed * 1_000_003 + number);
      double millis = MEDIAN_MILLIS * Math.exp(SIGMA * luck.nextGaussian());
      boolean unlucky = luck.nextDouble() < fault.share() && faultBegan();
      if (unlucky && fault == Fault.LATENCY) {
        millis += 600 + luck.nextDouble(300);
      }
      if (pause(Duration.ofNanos((long) (millis * 1e6)))) {
        send(exchange, unlucky && fault == Fault.ERRORS ? 500 : 200);
      }
    }
  }

  private boolean faultBegan() {
    long first = firstAt.get();
    return first != 0 && System.nanoTime() - first >= grace.toNanos();
  }

  private void scheduleCrash() {
    if (fault == Fault.CRASH) {
      Thread.ofVirtual()
          .start(
              () -> {
                if (pause(grace)) {
                  stop();
                }
              });
    }
  }

  private void send(HttpExchange exchange, int status) throws IOException {
    byte[] body = ("{\"version\":\"" + version + "\"}\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /// False when the thread is asked to end.
  private static boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void stop() {
    if (stopped.compareAndSet(false, true)) {
      server.stop(0);
    }
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }
}
