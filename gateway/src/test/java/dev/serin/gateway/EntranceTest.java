package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.traffic.Weight;
import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Limits;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.gateway.settings.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Where clients come in, as whom, and how many.
class EntranceTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final GatewayOptions BALANCED =
      Stage.OPTIONS.withEntrances(List.of(new Entrance(ANY, null, true)));

  private static GatewayOptions limited(int connections, int perClient) {
    Limits usual = Limits.DEFAULT;
    return Stage.OPTIONS.withLimits(
        new Limits(
            usual.headBytes(),
            usual.headers(),
            usual.bodyBytes(),
            connections,
            perClient,
            usual.streams(),
            usual.bytesPerSecond()));
  }

  private static Wire.Message get(Wire wire, String path) throws IOException {
    return wire.lines("GET " + path + " HTTP/1.1", "Host: shop").receive();
  }

  private static void awaitMetric(Stage stage, String line) {
    Awaitility.await().until(() -> stage.admin("/metrics").contains(line + "\n"));
  }

  @Test
  void aLoadBalancerSaysWhoTheClientIs() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(BALANCED, origin);
        Wire client = stage.connect()) {
      client.send("PROXY TCP4 192.0.2.7 10.0.0.1 4711 80\r\n");
      assertThat(get(client, "/1").body()).isEqualTo("hello");
      assertThat(get(client, "/2").body()).isEqualTo("hello");

      assertThat(origin.requests())
          .hasSize(2)
          .allMatch(request -> request.header("x-forwarded-for").equals("192.0.2.7"))
          .allMatch(request -> request.header("forwarded").startsWith("for=192.0.2.7;"));
    }
  }

  @Test
  void inVersion2TooAndInOneWriteWithTheRequest() throws Exception {
    byte[] header =
        HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc00002070a00000112670050");
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(BALANCED, origin);
        Wire client = stage.connect()) {
      String all =
          new String(header, StandardCharsets.ISO_8859_1)
              + "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\nhello";
      client.send(all.getBytes(StandardCharsets.ISO_8859_1));

      assertThat(client.receive().body()).isEqualTo("hello");
      assertThat(origin.requests().element().header("x-forwarded-for")).isEqualTo("192.0.2.7");
      assertThat(origin.requests().element().body()).isEqualTo("hello");
    }
  }

  @Test
  void whatTheLoadBalancerDoesForItselfHasItsOwnAddress() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(BALANCED, origin);
        Wire check = stage.connect()) {
      check.send(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000"));
      assertThat(get(check, "/").body()).isEqualTo("hello");
      assertThat(origin.requests().element().header("x-forwarded-for")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void withoutTheLoadBalancersHeaderAConnectionIsClosedAndCounted() throws Exception {
    GatewayOptions quick = Stage.quick(Duration.ofSeconds(5)).withEntrances(BALANCED.entrances());
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(quick, origin);
        Wire direct = stage.connect();
        Wire silent = stage.connect()) {
      stage.connect().close();
      direct.lines("GET / HTTP/1.1", "Host: shop");
      assertThat(direct.ended()).isTrue();
      assertThat(silent.ended()).isTrue();

      awaitMetric(stage, "serin_gateway_refused_connections_total{reason=\"proxy_protocol\"} 2.0");
      assertThat(origin.requests()).isEmpty();
    }
  }

  @Test
  void theSplitByAddressIsByTheClientsNotTheProxies() throws Exception {
    GatewayOptions options =
        Stage.OPTIONS
            .withStickiness(new Stickiness.ClientAddress())
            .withTrusted(new TrustedProxies(List.of("127.0.0.1")));
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(options, Weight.percent(50), stable, canary);
        Wire proxy = stage.connect()) {
      Set<String> seen = new HashSet<>();
      for (int i = 1; i <= 40; i++) {
        String client = "X-Forwarded-For: 203.0.113." + i;
        proxy.lines("GET / HTTP/1.1", "Host: shop", client);
        String first = proxy.receive().body();
        proxy.lines("GET / HTTP/1.1", "Host: shop", client);
        assertThat(proxy.receive().body()).isEqualTo(first);
        seen.add(first);
      }
      assertThat(seen).containsExactlyInAnyOrder("stable", "canary");
    }
  }

  @Test
  void oneConnectionTooManyWaitsUntilAnotherEnds() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(limited(2, 2), origin)) {
      Wire first = stage.connect();
      Wire second = stage.connect();
      assertThat(get(first, "/").status()).isEqualTo(200);
      assertThat(get(second, "/").status()).isEqualTo(200);
      try (Wire third = stage.connect();
          Wire fourth = stage.connect()) {
        third.lines("GET /third HTTP/1.1", "Host: shop");
        fourth.lines("GET /fourth HTTP/1.1", "Host: shop");
        awaitMetric(stage, "serin_gateway_connections 2.0");
        assertThat(get(first, "/again").status()).isEqualTo(200);
        assertThat(origin.requests()).noneMatch(it -> it.start().contains("th "));

        first.close();
        second.close();
        assertThat(third.receive().status()).isEqualTo(200);
        assertThat(fourth.receive().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void manyMoreThanTheLimitAreAllServedInTheEnd() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(limited(4, 4), origin)) {
      List<Thread> clients = new ArrayList<>();
      List<Integer> statuses = new java.util.concurrent.CopyOnWriteArrayList<>();
      for (int i = 0; i < 60; i++) {
        clients.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        statuses.add(stage.get("/").status());
                      } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                    }));
      }
      for (Thread client : clients) {
        client.join();
      }
      assertThat(statuses).hasSize(60).containsOnly(200);
    }
  }

  @Test
  void aClientWithTooManyConnectionsIsTurnedAwayAtOnce() throws Exception {
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(limited(100, 2), origin);
        Wire first = stage.connect()) {
      try (Wire second = stage.connect()) {
        assertThat(get(first, "/").status()).isEqualTo(200);
        assertThat(get(second, "/").status()).isEqualTo(200);
        try (Wire third = stage.connect()) {
          assertThat(third.ended()).isTrue();
        }
        awaitMetric(stage, "serin_gateway_refused_connections_total{reason=\"client_limit\"} 1.0");
      }
      awaitMetric(stage, "serin_gateway_connections 1.0");
      assertThat(stage.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void aTrustedProxyMayHaveAnyNumber() throws Exception {
    GatewayOptions options =
        limited(100, 1).withTrusted(new TrustedProxies(List.of("127.0.0.0/8")));
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(options, origin);
        Wire first = stage.connect();
        Wire second = stage.connect()) {
      assertThat(get(first, "/").status()).isEqualTo(200);
      assertThat(get(second, "/").status()).isEqualTo(200);
    }
  }

  @Test
  void allEntrancesServeTheSame() throws Exception {
    GatewayOptions two =
        Stage.OPTIONS.withEntrances(
            List.of(Entrance.clear(ANY), new Entrance(ANY, null, true), Entrance.clear(ANY)));
    List<InetSocketAddress> addresses;
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(two, origin)) {
      addresses = stage.gateway().addresses();
      assertThat(addresses).hasSize(3).doesNotHaveDuplicates();
      for (int i : new int[] {0, 2}) {
        try (Wire wire = Wire.to(addresses.get(i))) {
          assertThat(get(wire, "/").body()).isEqualTo("hello");
        }
      }
    }
    assertThat(addresses).allMatch(EntranceTest::refused);
  }

  private static boolean refused(InetSocketAddress address) {
    try (Wire late = Wire.to(address)) {
      return late.ended();
    } catch (IOException _) {
      return true;
    }
  }
}
