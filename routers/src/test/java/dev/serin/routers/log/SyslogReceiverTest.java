package dev.serin.routers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.RolloutId;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages as nginx, HAProxy and relays of syslog send them.
class SyslogReceiverTest {
  private static final String NGINX = "serin/nginx default/shop one 200 0.011 1 0.010";
  private static final String HAPROXY =
      "<134>1 2026-11-23T02:58:57Z host haproxy 7 - [serin@32473 log=\"serin/haproxy default/shop two 503 -1 7 1 SC-- \"] own";

  private static final RolloutId SHOP = new RolloutId("default", "shop");

  private final Queue<RequestRecord> got = new ConcurrentLinkedQueue<>();
  private SyslogReceiver receiver;

  @BeforeEach
  void open() throws Exception {
    receiver =
        SyslogReceiver.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), got::add);
  }

  @AfterEach
  void close() {
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
    return new RequestRecord(LogSource.NGINX, SHOP, "one", 200, 10_000, false, 1);
  }

  private static RequestRecord two() {
    return new RequestRecord(LogSource.HAPROXY, SHOP, "two", 503, 7_000, false, 1);
  }

  @Test
  void datagramsMayHaveAnyHeader() throws Exception {
    datagrams("<190>Nov 23 02:58:57 serin: " + NGINX, HAPROXY, NGINX);
    await(one(), two(), one());
    assertThat(receiver.lost()).hasValue(0);
  }

  @Test
  void streamsCountTheirMessagesOrEndThemWithALine() throws Exception {
    String message = "<190>Nov 23 02:58:57 serin: " + NGINX;
    stream(message.length() + " " + message + HAPROXY.length() + " " + HAPROXY);
    stream("<190>Nov 23 02:58:57 serin: " + NGINX + "\n" + HAPROXY + "\n");
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
  void aStreamThatIsNoSyslogIsClosedAndTheNextIsRead() throws Exception {
    stream("99999999999999 hello");
    stream("x".repeat(Frames.LONGEST + 1));
    stream(NGINX + "\n");
    await(one());
    Awaitility.await().untilAsserted(() -> assertThat(receiver.malformed()).isEqualTo(2));
  }

  @Test
  void aMessageThatIsCutOffIsReadAsFarAsItIsWhole() throws Exception {
    stream(NGINX + "\n" + NGINX.substring(0, 20));
    stream("500 " + NGINX.substring(0, 20));
    await(one());
    Awaitility.await().untilAsserted(() -> assertThat(receiver.malformed()).isEqualTo(2));
  }

  /// Sent as fast as it goes: what was not received was dropped by the kernel, which says so.
  @Test
  void ofAFloodNothingIsMissedWithoutBeingCounted() throws Exception {
    long sent = 200_000;
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), receiver.port()));
      ByteBuffer message = ByteBuffer.wrap(NGINX.getBytes(StandardCharsets.UTF_8));
      for (long i = 0; i < sent; i++) {
        channel.write(message.rewind());
      }
    }
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(receiver.received() + receiver.lost().orElseThrow()).isEqualTo(sent));
    assertThat(receiver.malformed()).isZero();
    assertThat(receiver.received()).isEqualTo(got.size()).isPositive();
  }

  @Test
  void itTellsHowMuchRoomTheKernelGranted() throws Exception {
    long most =
        Long.parseLong(Files.readAllLines(Path.of("/proc/sys/net/core/rmem_max")).getFirst());
    assertThat((long) receiver.room()).isEqualTo(Math.min(most, SyslogReceiver.ROOM));
  }

  /// Anything may be sent to an open port.
  @Test
  void garbageIsCountedAndHarmless() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int sent = 2000;
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < sent; i++) {
        byte[] bytes = new byte[random.nextInt(i % 100 == 0 ? 60_000 : 200)];
        random.nextBytes(bytes);
        socket.send(
            new DatagramPacket(
                bytes, bytes.length, InetAddress.getLoopbackAddress(), receiver.port()));
      }
    }
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[random.nextInt(5000)];
      random.nextBytes(bytes);
      stream(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    datagrams(NGINX);
    Awaitility.await()
        .untilAsserted(() -> assertThat(got).as("seed %d", seed).containsExactly(one()));
    assertThat(receiver.malformed() + receiver.lost().orElseThrow())
        .as("seed %d", seed)
        .isGreaterThanOrEqualTo(sent);
  }
}
