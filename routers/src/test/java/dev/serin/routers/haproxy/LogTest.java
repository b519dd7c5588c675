package dev.serin.routers.haproxy;

import static dev.serin.routers.haproxy.Shop.ID;
import static dev.serin.routers.haproxy.Shop.split;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.routers.log.LogLine;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real HAProxy logs to Serin, and to the user as before.
@Tag("haproxy")
class LogTest {
  private static final String USERS_FORMAT = "the user's own: %ST %HP";

  private static final int ROOM = 4 * 1024 * 1024;

  @TempDir private Path folder;
  private DatagramSocket serin;
  private DatagramSocket user;
  private RunningHaproxy haproxy;

  @BeforeEach
  void start() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    serin = new DatagramSocket(any);
    user = new DatagramSocket(any);
    serin.setReceiveBufferSize(ROOM);
    user.setReceiveBufferSize(ROOM);
    haproxy = RunningHaproxy.start(folder, "admin");
    String logged =
        "  bind 127.0.0.1:%d\n  log 127.0.0.1:%d local0 info\n  log-format \"%s\"\n"
            .formatted(haproxy.url("/").getPort(), user.getLocalPort(), USERS_FORMAT);
    String bind = "  bind 127.0.0.1:%d\n".formatted(haproxy.url("/").getPort());
    Files.writeString(haproxy.config(), Files.readString(haproxy.config()).replace(bind, logged));
    haproxy.reload();
  }

  @AfterEach
  void stop() {
    haproxy.close();
    serin.close();
    user.close();
  }

  private HaproxyRouter init(Map<String, Object> more) {
    Map<String, Object> settings = haproxy.settings(more);
    settings.put("log", "127.0.0.1:" + serin.getLocalPort());
    assertThat(Haproxy.setup(Shop.rollout(haproxy), settings).init())
        .isInstanceOf(SetupOutcome.Ready.class);
    return Haproxy.router(Shop.rollout(haproxy), settings);
  }

  /// What came until nothing came for a while.
  private static List<String> received(DatagramSocket socket) throws Exception {
    List<String> lines = new ArrayList<>();
    socket.setSoTimeout(500);
    byte[] room = new byte[65_536];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(room, room.length);
        socket.receive(packet);
        String line = new String(room, 0, packet.getLength(), UTF_8).strip();
        // A reload is told of too.
        if (!line.contains("Proxy users stopped")) {
          lines.add(line);
        }
      }
    } catch (SocketTimeoutException _) {
      return lines;
    }
  }

  @Test
  void serinGetsItsLineAndTheUserTheirs() throws Exception {
    HaproxyRouter router = init(Map.of());
    router.apply(ID, split(0));
    haproxy.send("/broken?serin/haproxy");
    router.apply(ID, split(1_000_000));
    haproxy.send("/x");

    List<String> lines = received(serin);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .containsPattern("^<134>.*\"serin/haproxy default/shop one 500 [0-9]+ [0-9]+ 1 -- \"\\] ");
    assertThat(lines.get(1))
        .containsPattern("^<134>.*\"serin/haproxy default/shop two 200 [0-9]+ [0-9]+ 1 -- \"\\] ");
    assertThat(LogLine.read(lines.get(1)))
        .isInstanceOfSatisfying(
            LogLine.Reading.OfPool.class,
            told -> assertThat(told.request().pool()).isEqualTo("two"));
    assertThat(received(user))
        .hasSize(2)
        .allMatch(line -> line.matches("<134>.* the user's own: (500 /broken|200 /x)"));
  }

  @Test
  void requestsOfOtherBackendsAreOfNoPool() throws Exception {
    init(Map.of()).apply(ID, split(0));
    haproxy.send("/classic");

    assertThat(received(serin))
        .singleElement()
        .satisfies(line -> assertThat(LogLine.read(line)).isEqualTo(new LogLine.Reading.OfNone()));
  }

  @Test
  void ofTheStableRevisionOnlySomeAreLoggedAndTheUserGetsAll() throws Exception {
    HaproxyRouter router = init(Map.of("logSample", 10));
    router.apply(ID, split(500_000));
    int canaries = 0;
    for (int i = 0; i < 600; i++) {
      canaries += haproxy.get().equals("two") ? 1 : 0;
    }

    List<String> lines = received(serin);
    assertThat(lines.stream().filter(line -> line.contains(" two 200 "))).hasSize(canaries);
    assertThat(
            lines.stream().filter(line -> line.matches(".* one 200 [0-9]+ [0-9]+ 10 .*")).count())
        .isBetween(5L, 70L);
    assertThat(received(user)).hasSize(600);
  }

  @Test
  void classicServersAreToldApartByPool() throws Exception {
    HaproxyRouter router = init(Map.of("mechanism", "weights", "backend", "classic"));
    router.apply(ID, split(0));
    haproxy.send("/classic");
    router.apply(ID, split(1_000_000));
    haproxy.send("/classic");
    haproxy.send("/");

    List<String> lines = received(serin);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("serin/haproxy default/shop one 200 ");
    assertThat(lines.get(1)).contains("serin/haproxy default/shop two 200 ");
    assertThat(lines.get(2)).contains("serin/haproxy default/shop - 200 ");
  }
}
