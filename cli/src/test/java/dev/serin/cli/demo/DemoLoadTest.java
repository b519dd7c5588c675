package dev.serin.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DemoLoadTest {
  private HttpServer server;
  private ExecutorService threads;
  private URI url;
  private final AtomicInteger given = new AtomicInteger();
  private final Map<String, AtomicInteger> returned = new ConcurrentHashMap<>();
  private volatile int status = 200;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
    threads.shutdownNow();
  }

  /// Gives each user a cookie as a gateway does.
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String cookie = exchange.getRequestHeaders().getFirst("Cookie");
      if (cookie == null) {
        String name = "serin=" + given.incrementAndGet();
        exchange.getResponseHeaders().set("Set-Cookie", name + "; Path=/; HttpOnly");
      } else {
        returned.computeIfAbsent(cookie, _ -> new AtomicInteger()).incrementAndGet();
      }
      byte[] body = "{\"version\":\"v1\"}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void eachUserKeepsTheCookieThatItWasGiven() {
    try (DemoLoad load = DemoLoad.start(url, 1)) {
      Eventually.isTrue("traffic", () -> load.tally().requests() >= 600);

      Tally tally = load.tally();
      assertThat(tally.failures()).isZero();
      assertThat(tally.answers()).containsOnlyKeys("v1");
      assertThat(given.get()).isBetween(100, tally.users());
      assertThat(returned.keySet()).allMatch(c -> c.matches("serin=[0-9]+"));
      assertThat(returned.size()).isGreaterThan(50).isLessThanOrEqualTo(given.get());
    }
  }

  @Test
  void answersOf500AreFailuresThatUsersSee() {
    status = 503;
    try (DemoLoad load = DemoLoad.start(url, 1)) {
      Eventually.isTrue("failures", () -> load.tally().failures() >= 50);

      assertThat(load.tally().answers()).isEmpty();
    }
  }

  @Test
  void requestsWithoutAnAnswerAreFailuresThatUsersSee() {
    server.stop(0);
    try (DemoLoad load = DemoLoad.start(url, 1)) {
      Eventually.isTrue("failures", () -> load.tally().failures() >= 50);
    }
  }

  @Test
  void versionsAreToldApart() throws IOException {
    try (DemoService other = DemoService.start("v2", Fault.NONE, Duration.ZERO, 1);
        DemoLoad load = DemoLoad.start(other.url(), 1)) {
      Eventually.isTrue("traffic", () -> load.tally().requests() >= 50);

      assertThat(load.tally().answers()).containsOnlyKeys("v2");
    }
  }

  @Test
  void aClosedLoadAsksNoMoreAndCountsNoFailure() {
    DemoLoad load = DemoLoad.start(url, 1);
    Eventually.isTrue("traffic", () -> load.tally().requests() >= 50);

    load.close();

    Eventually.isTrue("the end of the load's thread", () -> !names().contains("demo-load"));
    assertThat(load.tally().failures()).isZero();
  }

  private static Set<String> names() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(java.util.stream.Collectors.toSet());
  }
}
