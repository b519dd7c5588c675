package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.http1.Http1Pool;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.proxy.Switchboard;
import dev.serin.gateway.proxy.Upstream;
import dev.serin.gateway.proxy.UpstreamPool;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Timeouts;
import dev.serin.gateway.transport.Listener;
import dev.serin.gateway.transport.Transport;
import dev.serin.signals.Role;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// How long a connection lives whose protocol was changed.
class TunnelTest {
  private static Origin chat(CountDownLatch ended) {
    return Origin.scripted(
        wire -> {
          wire.head();
          wire.lines(
              "HTTP/1.1 101 Switching Protocols", "Connection: Upgrade", "Upgrade: websocket");
          for (int b = wire.next(); b >= 0; b = wire.next()) {
            wire.send(new byte[] {(byte) b});
          }
          ended.countDown();
        });
  }

  private static void enter(Wire client) throws IOException {
    client.lines("GET / HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: websocket");
    assertThat(client.head().status()).isEqualTo(101);
  }

  @Test
  void aTunnelThroughWhichNothingPassesEnds() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (Origin origin = chat(ended);
        Stage stage = Stage.of(Stage.quick(Duration.ofSeconds(5)), origin);
        Wire client = stage.connect()) {
      enter(client);
      for (int i = 0; i < 3; i++) {
        client.send("x");
        assertThat(client.next()).isEqualTo('x');
      }

      assertThat(client.ended()).isTrue();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      Awaitility.await().until(() -> stage.population(Role.STABLE).inFlight() == 0);
    }
  }

  @Test
  void closingEndsTunnelsAtOnceAndNotAfterTheTimeToDrain() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Duration hour = Duration.ofHours(1);
    GatewayOptions patient =
        Stage.OPTIONS.withTimeouts(new Timeouts(hour, hour, hour, hour, hour, hour, hour));
    try (Origin origin = chat(ended);
        Stage stage = Stage.of(patient, origin);
        Wire client = stage.connect()) {
      enter(client);

      Thread closing = Thread.ofVirtual().start(stage::close);

      assertThat(client.ended()).isTrue();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static final GatewayOptions SHORT =
      Stage.OPTIONS.withTimeouts(Timeouts.DEFAULT.withHandover(Duration.ofMillis(200)));

  private static String openTunnels(String version, int open) {
    return "serin_gateway_open_tunnels{revision=\"%s\",rollout=\"default/shop\",version=\"%s\"} %d.0"
        .formatted(version.equals("canary") ? "v2" : "v1", version, open);
  }

  @Test
  void aTunnelOfARevisionWithoutTrafficEndsWhenTheHandoverIsOver() throws Exception {
    CountDownLatch old = new CountDownLatch(1);
    CountDownLatch young = new CountDownLatch(1);
    try (Origin stable = chat(young);
        Origin canary = chat(old);
        Stage stage = Stage.of(SHORT, Weight.ALL, stable, canary);
        Wire first = stage.connect()) {
      enter(first);
      stage.weight(Weight.NONE);
      try (Wire second = stage.connect()) {
        enter(second);
        assertThat(stage.admin("/metrics").lines()).contains(openTunnels("stable", 1));

        assertThat(first.ended()).isTrue();

        assertThat(old.await(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(stage.admin("/metrics").lines())
                        .contains(openTunnels("stable", 1), openTunnels("canary", 0))
                        .anyMatch(
                            line ->
                                line.startsWith(
                                        "serin_gateway_handover_closed_tunnels_total{revision=\"v2\"")
                                    && line.endsWith(" 1.0")));
        second.send("x");
        assertThat(second.next()).isEqualTo('x');
      }
    }
  }

  @Test
  void aResponseWithoutEndIsCutWhenItsEndpointWasTakenAway() throws Exception {
    try (Origin endless =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
                  wire.next();
                });
        Origin other = Origin.saying("other");
        Stage stage = Stage.of(SHORT, endless);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");
      assertThat(client.head().status()).isEqualTo(200);

      stage.backends(Stage.backend(Stage.STABLE, other));

      Awaitility.await().until(client::ended);
      Awaitility.await().until(() -> stage.population(Role.STABLE).inFlight() == 0);
      assertThat(stage.get("/").body()).isEqualTo("other");
      Awaitility.await().until(() -> stage.population(Role.STABLE).sinceStart().requests() == 1);
    }
  }

  @Test
  void aRevisionThatGetsTrafficAgainKeepsItsTunnels() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (Origin stable = Origin.saying("stable");
        Origin canary = chat(ended);
        Stage stage = Stage.of(Stage.OPTIONS, Weight.ALL, stable, canary);
        Wire client = stage.connect()) {
      enter(client);
      stage.weight(Weight.NONE);
      stage.weight(Weight.percent(1));
      stage.apply(Routing.allTo(Stage.CANARY));

      client.send("x");
      assertThat(client.next()).isEqualTo('x');
    }
  }

  /// A socket to an endpoint, which the test can look at.
  public static final class Watched extends NioSocketChannel {
    static final BlockingQueue<SocketChannel> MADE = new LinkedBlockingQueue<>();

    public Watched() {
      MADE.add(this);
    }
  }

  @Test
  void theSystemLooksWhetherBothSidesAreStillThere() throws Exception {
    BlockingQueue<Channel> clients = new LinkedBlockingQueue<>();
    Transport transport =
        new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class, Watched.class);
    try (MultiThreadIoEventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, transport.io())) {
      Listener listener = new Listener(threads, transport, true, true);
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Listener.Outcome.Open open = (Listener.Outcome.Open) listener.open(any, clients::add);
      URI url = URI.create("http://127.0.0.1:" + open.address().getPort());
      Backend.HealthCheck check = Backend.HealthCheck.DEFAULT;
      LiveEndpoint endpoint =
          new LiveEndpoint(new Backend.Endpoint(url, 1), check, Backend.Protocol.HTTP_1);
      Lane lane = new Lane(0, threads.next(), new Switchboard(Stage.OPTIONS));
      BlockingQueue<Object> connected = new LinkedBlockingQueue<>();

      UpstreamPool pool = new Http1Pool(lane, transport);
      lane.loop().execute(() -> pool.acquire(endpoint, 0, acquirer(connected)));

      assertThat(connected.poll(10, TimeUnit.SECONDS)).isInstanceOf(Upstream.class);
      assertThat(clients.poll(10, TimeUnit.SECONDS)).satisfies(TunnelTest::isKeptAlive);
      assertThat(Watched.MADE.poll(10, TimeUnit.SECONDS)).satisfies(TunnelTest::isKeptAlive);
    }
  }

  private static void isKeptAlive(Channel channel) {
    assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
  }

  private static UpstreamPool.Acquirer acquirer(BlockingQueue<Object> connected) {
    return new UpstreamPool.Acquirer() {
      @Override
      public void acquired(Upstream connection) {
        connected.add(connection);
      }

      @Override
      public void refused(Throwable cause) {
        connected.add(cause);
      }
    };
  }
}
