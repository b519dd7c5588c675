package dev.serin.routers.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages as nginx, HAProxy and relays of syslog send them.
class SyslogReceiverTest {
  private static final String NGINX = "serin/nginx shop one 200 0.011 0.010";
  private static final String HAPROXY = "serin/haproxy shop two 503 -1 7 SC--";

  private final Queue<RequestRecord> got = new ConcurrentLinkedQueue<>();
  private SyslogReceiver receiver;

  @BeforeEach
  void open() throws Exception {
    receiver =
        SyslogReceiver.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), got::add);
  }

  @AfterEach
  void close() throws Exception {
    receiver.close();
  }

  private void datagrams(String... messages) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String message : messages) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(
            new DatagramPacket(
                bytes, bytes.length, InetAddress.getLoopbackAddress(), receiver.port()));
      }
    }
  }

  private void stream(String text) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void await(RequestRecord... records) {
    Awaitility.await().untilAsserted(() -> assertThat(got).containsExactlyInAnyOrder(records));
  }

  private static RequestRecord one() {
    return new RequestRecord("shop", "one", 200, 10_000, false);
  }

  private static RequestRecord two() {
    return new RequestRecord("shop", "two", 503, 7_000, false);
  }

  @Test
  void datagramsMayHaveAnyHeader() throws Exception {
    datagrams(
        "<190>Nov 23 02:58:57 sw: " + NGINX,
        "<190>1 2026-11-23T02:58:57Z host app 1 - - " + HAPROXY,
        NGINX);
    await(one(), two(), one());
    assertThat(receiver.lost()).hasValue(0);
  }

  @Test
  void streamsCountTheirMessagesOrEndThemWithALine() throws Exception {
    String message = "<190>Nov 23 02:58:57 sw: " + NGINX;
    stream(message.length() + " " + message + HAPROXY.length() + " " + HAPROXY);
    stream("<190>Nov 23 02:58:57 sw: " + NGINX + "\n<13>" + HAPROXY + "\n");
    await(one(), two(), one(), two());
  }

  @Test
  void whatCanNotBeReadIsCountedAndNothingElseIsLost() throws Exception {
    datagrams(
        "",
        "hello",
        "serin/nginx shop one",
        "serin/nginx shop one 999 0.1 -",
        "serin/haproxy a b 200 x 1 --",
        NGINX);
    await(one());
    Awaitility.await().untilAsserted(() -> assertThat(receiver.malformed()).isEqualTo(5));
    assertThat(receiver.received()).isEqualTo(1);
  }

  @Test
  void timesAreThoseOfTheServersAndClientsThatGaveUpAreApart() {
    List<String> lines =
        List.of(
            "serin/nginx shop one 200 0.500 0.010, 0.020",
            "serin/nginx shop one 502 0.003 -",
            "serin/nginx shop one 499 0.004 0.001",
            "serin/haproxy shop two 200 3 900 --",
            "serin/haproxy shop two 200 3 900 CD");
    assertThat(lines.stream().map(line -> LogLine.read(line).orElseThrow()))
        .containsExactly(
            new RequestRecord("shop", "one", 200, 30_000, false),
            new RequestRecord("shop", "one", 502, 3_000, false),
            new RequestRecord("shop", "one", 499, 1_000, true),
            new RequestRecord("shop", "two", 200, 3_000, false),
            new RequestRecord("shop", "two", 200, 3_000, true));
  }
}
