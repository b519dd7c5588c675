package dev.serin.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.server.access.Grant;
import dev.serin.server.access.Principal;
import dev.serin.server.access.Role;
import dev.serin.server.http.ProblemException;
import dev.serin.server.http.Web;
import dev.serin.server.node.Pools;
import dev.serin.server.store.Log;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Live views.
final class EventsTest {
  private static final String SHOP = "/api/v1/rollouts/default/shop";

  @TempDir private Path folder = Path.of("");
  private Pools pools;
  private Store store;
  private ApiServer server;

  @BeforeEach
  void open() throws IOException {
    pools = new Pools();
    store = Store.open(folder);
    server = new ApiServer(store);
  }

  @AfterEach
  void close() {
    server.close();
    store.close();
    pools.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }

  private Stream stream(String path) {
    return new Stream(server.at(path), null);
  }

  private void paused() {
    server.send("POST", "/api/v1/manifests", pools.all("1", "2"));
    server.awaiting(SHOP, shop -> shop.path("phase").asText().equals("Paused"));
  }

  private List<Long> logged() {
    return new Log(store).between(0, Long.MAX_VALUE, 1000).stream().map(Log.Line::number).toList();
  }

  @Test
  void aRolloutIsFollowed() {
    paused();
    try (Stream stream = stream(SHOP + "/events")) {
      soon().until(() -> stream.has("rollout", "\"analysisRuns\""));
      server.send("POST", SHOP + "/commands", "{\"command\":\"abort\",\"reason\":\"enough\"}");

      soon().until(() -> stream.has("transition", "enough"));
      soon().until(() -> stream.has("rollout", "\"stage\":\"aborted\""));
      server.send("DELETE", SHOP, "");
      soon().until(() -> stream.has("deleted", "\"shop\""));
    }
  }

  @Test
  void allRolloutsAreFollowed() {
    try (Stream stream = stream("/api/v1/events")) {
      paused();

      soon().until(() -> stream.has("rollout", "\"phase\":\"Paused\""));
      soon().until(() -> stream.numbers().equals(logged()));
      server.send("POST", SHOP + "/commands", "{\"command\":\"abort\"}");
      server.send("DELETE", SHOP, "");
      soon().until(() -> stream.has("deleted", "\"shop\""));
    }
  }

  @Test
  void whatCanNotBeReadEndsNoStream() {
    paused();
    try (Stream stream = stream("/api/v1/events")) {
      soon().until(() -> stream.has("rollout", "\"shop\""));
      summary("unread", "no JSON");
      summary("wide", "(SELECT document FROM summary WHERE name = 'shop')");
      soon().until(() -> stream.has("rollout", "\"wide\""));
      server.send("POST", SHOP + "/commands", "{\"command\":\"abort\"}");

      soon().until(() -> stream.has("rollout", "\"Degraded\""));
    }
  }

  private void summary(String name, String document) {
    String value = document.startsWith("(") ? document : "'" + document + "'";
    store.write(
        "write down a rollout",
        h ->
            h.createUpdate(
                    """
                    INSERT INTO summary (namespace, name, phase, document, updated_at)
                    VALUES ('default', :name, 'Paused', <value>, :at)""")
                .define("value", value)
                .bind("name", name)
                .bind("at", Instant.now().toString())
                .execute());
  }

  @Test
  void whoComesAgainMissesNothing() {
    paused();
    List<Long> before = logged();
    try (Stream all = new Stream(server.at("/api/v1/events"), 0L);
        Stream some = new Stream(server.at(SHOP + "/events"), before.get(1));
        Stream beyond = new Stream(server.at("/api/v1/events"), 1_000_000L)) {
      soon().until(() -> all.numbers().equals(before));
      soon().until(() -> some.numbers().equals(before.subList(2, before.size())));
      server.send("POST", SHOP + "/commands", "{\"command\":\"abort\"}");

      List<Long> after = logged();
      assertThat(after).hasSizeGreaterThan(before.size());
      soon().until(() -> all.numbers().equals(after));
      soon().until(() -> some.numbers().equals(after.subList(2, after.size())));
      soon().until(() -> beyond.numbers().equals(after.subList(before.size(), after.size())));
    }
  }

  @Test
  void manyFollowAtOnce() {
    paused();
    List<Stream> streams = new ArrayList<>();
    try {
      IntStream.range(0, Broadcast.MOST_OF_ONE).forEach(_ -> streams.add(stream(SHOP + "/events")));
      server.send("POST", SHOP + "/commands", "{\"command\":\"abort\"}");

      soon().until(() -> streams.stream().allMatch(one -> one.has("rollout", "\"aborted\"")));
    } finally {
      streams.forEach(Stream::close);
    }
  }

  @Test
  void oneCallerCanNotTakeAllStreams() throws InterruptedException {
    Caller ann = caller("*");
    Caller bob = new Caller(new Principal("bob", ann.principal().grants()));
    AtomicInteger refused = new AtomicInteger();
    try (Broadcast broadcast = new Broadcast(server.node(), store)) {
      List<Thread> threads =
          IntStream.range(0, Broadcast.MOST_OF_ONE + 20)
              .mapToObj(_ -> Thread.ofVirtual().start(() -> open(broadcast, ann, refused)))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(refused).hasValue(20);
      assertThat(broadcast.listening()).isEqualTo(Broadcast.MOST_OF_ONE);
      broadcast.leave(broadcast.open(null, bob));
    }
  }

  private static void open(Broadcast broadcast, Caller caller, AtomicInteger refused) {
    try {
      var _ = broadcast.open(null, caller);
    } catch (ProblemException e) {
      assertThat(e.getMessage()).contains("ann has 100 event streams open already");
      refused.incrementAndGet();
    }
  }

  @Test
  void aCallerSeesNothingOfOtherNamespaces() {
    Listener theirs = new Listener(null, caller("other"), 1);

    assertThat(theirs.follows(new dev.serin.core.rollout.RolloutId("default", "shop"))).isFalse();
    assertThat(theirs.follows(new dev.serin.core.rollout.RolloutId("other", "shop"))).isTrue();
  }

  private static Caller caller(String namespace) {
    return new Caller(new Principal("ann", List.of(new Grant(Role.VIEWER, namespace))));
  }

  @Test
  void streamsEndWhenTheServerDoes() {
    paused();
    try (Stream stream = stream(SHOP + "/events")) {
      soon().until(() -> stream.has("rollout", "shop"));
      server.close();

      soon().until(stream::ended);
    }
  }

  @Test
  void whoDoesNotReadIsCutOff() throws IOException {
    paused();
    Broadcast broadcast = new Broadcast(server.node(), store, 4);
    try (Web web =
            Web.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(
                    config ->
                        config.routes.beforeMatched(
                            request ->
                                request.attribute(Principal.ATTRIBUTE, caller("*").principal())),
                    config ->
                        new EventRoutes(server.node(), store, broadcast).add(config.routes)));
        Socket lazy = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
      lazy.getOutputStream()
          .write("GET /api/v1/events HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      soon().until(() -> broadcast.listening() == 1);
      String text = "x".repeat(1 << 20);
      soon()
          .until(
              () -> {
                write(text);
                return broadcast.listening() == 0;
              });
    } finally {
      broadcast.close();
    }
  }

  private void write(String message) {
    store.write(
        "make a long line",
        h ->
            h.createUpdate(
                    """
                    INSERT INTO transition
                      (namespace, name, version, happened_at, reason, message, status)
                    SELECT namespace, name, version, :at, 'Long', :message, status
                    FROM rollout WHERE name = 'shop'""")
                .bind("at", Instant.now().toString())
                .bind("message", message)
                .execute());
  }
}
