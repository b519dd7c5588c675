package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Bodies that are much larger than what the gateway may hold.
class StreamingTest {
  private static final int SIZE = 50 * 1024 * 1024;
  private static final int BLOCK = 64 * 1024;
  private static final int SOCKET_BUFFERS = 24 * 1024 * 1024;

  private static void write(OutputStream out, int size) throws Exception {
    byte[] block = new byte[BLOCK];
    for (int sent = 0; sent < size; sent += BLOCK) {
      java.util.Arrays.fill(block, (byte) (sent / BLOCK));
      out.write(block);
    }
    out.flush();
  }

  private static void expect(InputStream in, int size) throws Exception {
    for (int at = 0; at < size; at += BLOCK) {
      byte[] block = in.readNBytes(BLOCK);
      byte wanted = (byte) (at / BLOCK);
      for (byte b : block) {
        if (b != wanted) {
          throw new AssertionError("byte " + b + " instead of " + wanted + " near " + at);
        }
      }
      assertThat(block).hasSize(BLOCK);
    }
  }

  @Test
  void fiftyMegabytesGoUpAndComeDownUnchanged() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  expect(wire.in(), SIZE);
                  wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                  write(wire.out(), SIZE);
                  wire.next();
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: " + SIZE);
      write(client.out(), SIZE);

      assertThat(client.head().status()).isEqualTo(200);
      expect(client.in(), SIZE);
      Awaitility.await().until(() -> stage.population(Role.STABLE).inFlight() == 0);
      Signals.Counts counts = stage.population(Role.STABLE).sinceStart();
      assertThat(counts.bytesIn()).isBetween((long) SIZE, SIZE + 1000L);
      assertThat(counts.bytesOut()).isBetween((long) SIZE, SIZE + 1000L);
    }
  }

  @Test
  void fiftyMegabytesInChunksComeDownUnchangedAndTheConnectionLives() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  for (int time = 0; time < 2; time++) {
                    wire.head();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int sent = 0; sent < SIZE / 2; sent += BLOCK) {
                      wire.send(Integer.toHexString(BLOCK) + "\r\n");
                      wire.send(new byte[BLOCK]).send("\r\n");
                    }
                    wire.send("0\r\n\r\n");
                  }
                  wire.next();
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      for (int time = 0; time < 2; time++) {
        client.lines("GET / HTTP/1.1", "Host: a");
        assertThat(client.receive().body().length()).isEqualTo(SIZE / 2);
      }
    }
  }

  @Test
  void aBackendThatClosesAtTheEndLosesNothingOnASlowClient() throws Exception {
    int size = 8 * 1024 * 1024;
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\r\n\r\n");
                  write(wire.out(), size);
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");
      client.head();
      Awaitility.await().pollDelay(300, TimeUnit.MILLISECONDS).until(() -> true);

      expect(client.in(), size);
      assertThat(client.next()).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatDoesNotReadStopsTheBackendInsteadOfFillingTheHeap() throws Exception {
    CompletableFuture<String> sent = new CompletableFuture<>();
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE * 4L + "\r\n\r\n");
                  write(wire.out(), SIZE * 4);
                  sent.complete("all");
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");
      assertThat(client.head().status()).isEqualTo(200);

      long taken = settled(() -> stage.population(Role.STABLE).sinceStart().bytesOut());
      assertThat(taken).isLessThan(SOCKET_BUFFERS);
      assertThat(sent).isNotDone();
    }
  }

  @Test
  void aBackendThatDoesNotReadStopsTheClientInsteadOfFillingTheHeap() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  read.await();
                  expect(wire.in(), SIZE);
                  wire.send(Origin.ok("done"));
                  wire.next();
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      CompletableFuture<Void> written = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: " + SIZE);
                  write(client.out(), SIZE);
                  written.complete(null);
                } catch (Exception e) {
                  written.completeExceptionally(e);
                }
              });

      long taken = settled(() -> stage.population(Role.STABLE).sinceStart().bytesIn());
      assertThat(taken).isLessThan(SOCKET_BUFFERS);
      read.countDown();
      assertThat(client.receive().body()).isEqualTo("done");
      written.get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void eventsOfAnEndlessResponseArriveWhenTheyAreSent() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send(
                      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
                  second.await();
                  wire.send("data: 2\n\n");
                  wire.next();
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a");
      client.head();

      assertThat(new String(client.exactly(9), StandardCharsets.US_ASCII)).isEqualTo("data: 1\n\n");
      second.countDown();
      assertThat(new String(client.exactly(9), StandardCharsets.US_ASCII)).isEqualTo("data: 2\n\n");
      client.reset();
    }
  }

  /// The value once it has stopped growing.
  private static long settled(java.util.function.LongSupplier value) {
    long[] last = {-1};
    Awaitility.await()
        .pollInterval(250, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              long before = last[0];
              last[0] = value.getAsLong();
              return last[0] > 0 && last[0] == before;
            });
    return last[0];
  }
}
