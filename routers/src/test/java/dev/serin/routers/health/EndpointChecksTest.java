package dev.serin.routers.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Workload.Health;
import dev.serin.core.traffic.Revision;
import dev.serin.routers.Pools;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Endpoints on real sockets that answer, fail, hang and go away.
class EndpointChecksTest {
  private static final Revision V1 = new Revision("v1");
  private static final Revision V2 = new Revision("v2");
  private static final Revision V3 = new Revision("v3");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private URI serving(AtomicInteger status) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static Backend.HealthCheck check(String path, int healthy, int unhealthy) {
    return new Backend.HealthCheck(
        path, Duration.ofMillis(20), Duration.ofMillis(500), healthy, unhealthy);
  }

  private static Backend backend(String name, Revision revision, URI... urls) {
    return backend(name, revision, check("/healthz", 1, 1), urls);
  }

  private static Backend backend(
      String name, Revision revision, Backend.HealthCheck check, URI... urls) {
    List<Backend.Endpoint> endpoints =
        List.of(urls).stream().map(url -> new Backend.Endpoint(url, 1)).toList();
    return new Backend(name, revision, endpoints, check);
  }

  private EndpointChecks start(Backend first, Backend second) {
    EndpointChecks checks = EndpointChecks.start(first, second);
    open.add(checks);
    return checks;
  }

  private static void awaitAvailable(EndpointChecks checks, Revision revision) {
    Awaitility.await()
        .untilAsserted(() -> assertThat(checks.health(revision)).isEqualTo(new Health.Available()));
  }

  private static void awaitWhy(EndpointChecks checks, Revision revision, String part) {
    Awaitility.await().untilAsserted(() -> assertThat(why(checks.health(revision))).contains(part));
  }

  private static String why(Health health) {
    return switch (health) {
      case Health.Available() -> "available";
      case Health.Unavailable(var why) -> why;
    };
  }

  @Test
  void oneEndpointThatAnswersIsEnoughAndItsStatusDecides() throws Exception {
    AtomicInteger status = new AtomicInteger(399);
    URI good = serving(status);
    URI bad = serving(new AtomicInteger(500));
    EndpointChecks checks = start(backend("one", V1, good, bad), backend("two", V2, bad));
    awaitAvailable(checks, V1);
    assertThat(checks.checked(V1)).isTrue();
    awaitWhy(
        checks,
        V2,
        "no endpoint of backend two answers: " + bad + " answered /healthz with status 500");
    assertThat(checks.checked(V2)).isTrue();
    status.set(404);
    awaitWhy(checks, V1, good + " answered /healthz with status 404; " + bad);
    status.set(204);
    awaitAvailable(checks, V1);
  }

  @Test
  void aConnectionAloneCountsWithoutAPath() throws Exception {
    ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    open.add(server);
    URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());
    EndpointChecks checks =
        start(backend("one", V1, check("", 1, 1), url), backend("two", V2, url));
    awaitAvailable(checks, V1);
    awaitWhy(checks, V2, url + " gave no answer within 500ms");
    server.close();
    awaitWhy(checks, V1, url + " can not be connected to: Connection refused");
    awaitWhy(checks, V2, url + " can not be connected to: ");
  }

  @Test
  void itTakesAsManyInARowAsTheBackendWants() {
    Vital vital = new Vital(URI.create("http://a"), check("", 2, 3));
    assertThat(vital.state()).isEqualTo(Vital.State.UNKNOWN);
    StringBuilder states = new StringBuilder();
    for (char result : "+--+---+-++".toCharArray()) {
      vital.ended(result == '+' ? Optional.empty() : Optional.of("failed"));
      states.append(vital.state() == Vital.State.UP ? 'u' : 'd');
    }
    assertThat(states).hasToString("uuuuuuddddu");
  }

  @Test
  void revisionsTakeTurnsOnTheSameEndpoints() throws Exception {
    URI good = serving(new AtomicInteger(200));
    URI bad = serving(new AtomicInteger(500));
    EndpointChecks checks = start(backend("one", V1, good), backend("two", V2, bad));
    awaitAvailable(checks, V1);
    assertThat(why(checks.health(V3)))
        .isEqualTo("no backend runs revision v3; backend one runs v1, and two runs v2");
    checks.revisions(new Pools(new Pools.Pool("one", V3), new Pools.Pool("two", V2)));
    assertThat(checks.health(V3)).isEqualTo(new Health.Available());
    assertThat(why(checks.health(V1))).startsWith("no backend runs revision v1");
  }

  @Test
  void aPathThatIsNoneIsRefused() {
    URI url = URI.create("http://127.0.0.1:1");
    Backend wrong = backend("one", V1, check("healthz", 1, 1), url);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EndpointChecks.start(wrong, wrong))
        .withMessage(
            "the path of backend one's health check must begin with /, but is \"healthz\"");
  }

  @Test
  void aHostThatIsNotKnownIsTold() {
    URI url = URI.create("http://no.such.host.invalid:80");
    EndpointChecks checks =
        start(backend("one", V1, check("", 1, 1), url), backend("two", V2, url));
    awaitWhy(checks, V1, "its host is not known");
    awaitWhy(checks, V2, "can not be connected to");
  }
}
