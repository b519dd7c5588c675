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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A small HTTP server on a free port of the loopback interface that plays one version of a service
/// at a time.
///
/// It answers `{"version":"v1"}` after a time of 12 ms at the median and 27 ms at the 99th
/// percentile (log-normal, sigma 0.35), and does what its [Fault] says.
final class DemoService implements AutoCloseable {
  private static final double MEDIAN_MILLIS = 12;
  private static final double SIGMA = 0.35;

  static {
    // Without it the JDK's server lets the system hold small answers back for up to 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private volatile Trait trait;
  private final HttpServer server;
  private final URI url;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("demo-service-", 0).daemon().factory());
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong firstAt = new AtomicLong();
  private final AtomicBoolean stopped = new AtomicBoolean();

  /// What a version is like.
  private record Trait(String version, Fault fault, Duration grace, long seed) {}

  private DemoService(HttpServer server, Trait trait) {
    this.server = server;
    this.trait = trait;
    InetSocketAddress address = server.getAddress();
    this.url =
        URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /// Starts a version whose fault begins some time after its first request.
  ///
  /// @param grace how long it is good
  /// @param seed of its chance: the n-th request always has the same luck
  /// @throws IOException when no port is free
  static DemoService start(String version, Fault fault, Duration grace, long seed)
      throws IOException {
    return start(0, new Trait(version, fault, grace, seed));
  }

  /// Starts a version on a port of the loopback interface, as [#start(String, Fault, Duration,
  /// long)] does on a free one.
  ///
  /// @throws IOException when the port is not free
  static DemoService at(int port, String version, Fault fault, long seed) throws IOException {
    return start(port, new Trait(version, fault, Fault.GRACE, seed));
  }

  private static DemoService start(int port, Trait trait) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    DemoService service = new DemoService(server, trait);
    server.createContext("/", service::answer);
    server.setExecutor(service.threads);
    server.start();
    return service;
  }

  /// Runs this version from its next request on, as if it were deployed anew.
  void deploy(String version, Fault fault, long seed) {
    firstAt.set(0);
    requests.set(0);
    trait = new Trait(version, fault, trait.grace(), seed);
  }

  /// Where it listens.
  URI url() {
    return url;
  }

  private void answer(HttpExchange exchange) {
    Trait trait = this.trait;
    long number = requests.incrementAndGet();
    if (number == 1) {
      firstAt.set(System.nanoTime());
      if (trait.fault() == Fault.CRASH) {
        after(trait.grace(), this::stop);
      }
    }
    SplittableRandom luck = new SplittableRandom(trait.seed() * 1_000_003 + number);
    double millis = MEDIAN_MILLIS * Math.exp(SIGMA * luck.nextGaussian());
    boolean unlucky = luck.nextDouble() < trait.fault().share() && faultBegan(trait);
    if (unlucky && trait.fault() == Fault.LATENCY) {
      millis += 600 + luck.nextDouble(300);
    }
    int status = unlucky && trait.fault() == Fault.ERRORS ? 500 : 200;
    after(Duration.ofNanos((long) (millis * 1e6)), () -> send(exchange, trait.version(), status));
  }

  private boolean faultBegan(Trait trait) {
    long first = firstAt.get();
    return first != 0 && System.nanoTime() - first >= trait.grace().toNanos();
  }

  private void after(Duration delay, Runnable task) {
    try {
      var _ = timer.schedule(() -> threads.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // It is being closed: who asked gets no answer.
    }
  }

  private void send(HttpExchange exchange, String version, int status) {
    byte[] body = ("{\"version\":\"" + version + "\"}\n").getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException _) {
      // Who asked is gone.
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
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
