package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.signals.Role;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What many connections cost.
class MemoryTest {
  private static final int IDLE = 2_000;
  private static final int ACTIVE = 200;
  private static final long PER_IDLE = 6 * 1024;
  private static final long IDLE_BUFFERS = 8 << 20;
  private static final long PER_ACTIVE = 320 * 1024;

  private final List<SocketChannel> clients = new ArrayList<>();

  private SocketChannel connect(Stage stage) throws IOException {
    SocketChannel client = SocketChannel.open();
    clients.add(client);
    // Small, so that what is not read waits in the gateway and not in the system.
    client.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
    client.connect(stage.gateway().address());
    return client;
  }

  private static void send(SocketChannel client, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  private static void receiveSome(SocketChannel client) throws IOException {
    assertThat(client.read(ByteBuffer.allocate(1024))).isPositive();
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long buffers() {
    ByteBufAllocatorMetric metric =
        ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }

  /// Answers `/large` without an end, and anything else with a word.
  private static void serve(Wire wire) throws Exception {
    byte[] block = new byte[1 << 16];
    while (true) {
      boolean large = wire.head().start().contains("/large");
      wire.send(large ? "HTTP/1.1 200 OK\r\n\r\n" : Origin.ok("ok"));
      while (large) {
        wire.send(block);
      }
    }
  }

  @Test
  void idleConnectionsCostNextToNothingAndActiveOnesABoundedSum() throws Exception {
    try (Origin origin = Origin.scripted(MemoryTest::serve);
        Stage stage = Stage.of(origin)) {
      long buffersBefore = buffers();
      long heapBefore = heap();
      for (int i = 0; i < IDLE; i++) {
        SocketChannel client = connect(stage);
        send(client, "GET /" + "x".repeat(1500) + " HTTP/1.1\r\nHost: shop\r\n\r\n");
        receiveSome(client);
      }
      // The clients' own ends are in this process too.
      Awaitility.await()
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(() -> assertThat((heap() - heapBefore) / IDLE).isLessThan(PER_IDLE));
      assertThat(buffers() - buffersBefore).isLessThan(IDLE_BUFFERS);

      for (int i = 0; i < ACTIVE; i++) {
        SocketChannel client = connect(stage);
        send(client, "GET /large HTTP/1.1\r\nHost: shop\r\n\r\n");
        receiveSome(client);
        send(client, "GET /behind HTTP/1.1\r\nHost: shop\r\n\r\n".repeat(2000));
      }
      long settled = settled(stage);
      assertThat(settled).as("bytes that went on").isPositive();
      assertThat((buffers() - buffersBefore) / ACTIVE).isLessThan(PER_ACTIVE);
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  /// What was passed on, once nobody takes more.
  private static long settled(Stage stage) {
    long[] last = {-1};
    Awaitility.await()
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              long before = last[0];
              last[0] = stage.population(Role.STABLE).sinceStart().bytesOut();
              return last[0] == before;
            });
    return last[0];
  }
}
