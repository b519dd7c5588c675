package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.signals.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many requests at a time on one connection, and bodies of any size.
@Timeout(60)
final class Http2StreamsTest {
  private static final int LARGE = 50 * 1024 * 1024;
  private static final int PIECE = 16 * 1024;

  /// Over both protocols behind.
  private static Stage stage(boolean http2, Origin origin) {
    return http2 ? Http2Origin.stage(origin) : Stage.of(origin);
  }

  private static Origin echoing(boolean http2) {
    return http2
        ? Http2Origin.replying(
            (frames, head) -> {
              String id = head.headers().get("x-id").toString();
              frames.headers(head.stream(), false, ":status", "200", "x-id", id);
              frames.data(head.stream(), true, "body " + id);
            })
        : Origin.replying(
            request -> {
              String id = request.header("x-id");
              String text = "body " + id;
              return "HTTP/1.1 200 OK\r\nX-Id: %s\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(id, text.length(), text);
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHundredStreamsAreNeverMixedUp(boolean http2) throws IOException {
    try (Origin origin = echoing(http2);
        Stage stage = stage(http2, origin);
        Frames client = Frames.to(stage.gateway().address())) {
      for (int round = 0; round < 10; round++) {
        int first = 1 + round * 200;
        for (int i = 0; i < 100; i++) {
          client.get(first + 2 * i, "/", "x-id", "id-" + (first + 2 * i));
        }
        Map<Integer, String> bodies = new HashMap<>();
        Set<Integer> ended = new HashSet<>();
        while (ended.size() < 100) {
          Frames.Frame frame = client.await(f -> f.stream() > 0 && f.type() <= Frames.RST_STREAM);
          assertThat(frame.type()).isIn(Frames.HEADERS, Frames.DATA);
          if (frame.type() == Frames.HEADERS) {
            assertThat(frame.headers().get("x-id")).hasToString("id-" + frame.stream());
          } else {
            bodies.merge(frame.stream(), frame.text(), String::concat);
          }
          if (frame.ends()) {
            ended.add(frame.stream());
          }
        }
        bodies.forEach((id, body) -> assertThat(body).isEqualTo("body id-" + id));
        client.window(0, 100 * 20);
      }
    }
  }

  private static Origin pouring(boolean http2, int pieces) {
    String piece = "x".repeat(PIECE);
    return http2
        ? Http2Origin.scripted(
            frames -> {
              Frames.Frame head = frames.await(Frames.HEADERS);
              frames.headers(head.stream(), false, ":status", "200");
              frames.pour(head.stream(), pieces, PIECE);
              while (true) {
                frames.next();
              }
            })
        : Origin.scripted(
            wire -> {
              wire.head();
              wire.send(
                  "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
                      .formatted(pieces * piece.length()));
              for (int i = 0; i < pieces; i++) {
                wire.send(piece);
              }
              wire.receive();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLargeResponseComesThrough(boolean http2) throws IOException {
    try (Origin origin = pouring(http2, LARGE / PIECE);
        Stage stage = stage(http2, origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/");
      assertThat(client.swallow(1)).isEqualTo(LARGE);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLargeRequestComesThrough(boolean http2) throws Exception {
    long[] came = new long[1];
    try (Origin origin = swallowing(http2, came);
        Stage stage = stage(http2, origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/", false, "content-length", String.valueOf(LARGE));
      client.pour(1, LARGE / PIECE, PIECE);
      assertThat(client.response(1).status()).isEqualTo(200);
      assertThat(came[0]).isEqualTo(LARGE);
    }
  }

  private static Origin swallowing(boolean http2, long[] came) {
    return http2
        ? Http2Origin.scripted(
            frames -> {
              Frames.Frame head = frames.await(Frames.HEADERS);
              came[0] = frames.swallow(head.stream());
              frames.headers(head.stream(), true, ":status", "200");
              frames.next();
            })
        : Origin.scripted(
            wire -> {
              wire.head();
              for (int i = 0; i < LARGE / PIECE; i++) {
                came[0] += wire.exactly(PIECE).length;
              }
              wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              wire.receive();
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSlowReaderHoldsBackItsBackendAndNobodyElse(boolean http2) throws Exception {
    Semaphore written = new Semaphore(0);
    try (Origin origin = slowAndQuick(http2, written);
        Stage stage = stage(http2, origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/large");
      int came = 0;
      while (came < 65_535) {
        came +=
            client.await(f -> f.stream() == 1 && f.type() == Frames.DATA).payload().readableBytes();
      }
      // The stream's window is used up, and the connection's is given back.
      client.send(Frames.WINDOW_UPDATE, 0, 0, Frames.number(1 << 20));
      for (int id = 3; id < 43; id += 2) {
        assertThat(client.get(id, "/small").response(id).body()).isEqualTo("ok");
      }
      assertThat((long) written.availablePermits() * PIECE).isLessThan(LARGE);
    }
  }

  private static Origin slowAndQuick(boolean http2, Semaphore written) {
    return http2
        ? Http2Origin.scripted(
            frames -> {
              while (true) {
                Frames.Frame head = frames.await(Frames.HEADERS);
                frames.headers(head.stream(), false, ":status", "200");
                if (head.headers().path().toString().equals("/small")) {
                  frames.data(head.stream(), true, "ok");
                } else {
                  // As much as the window of a stream allows.
                  for (int i = 0; i < 3; i++) {
                    frames.data(head.stream(), false, "x".repeat(PIECE));
                    written.release();
                  }
                  frames.data(head.stream(), false, "x".repeat(PIECE - 1));
                  while (frames.await(Frames.WINDOW_UPDATE).stream() == 0) {}
                  for (int i = 0; i < 3; i++) {
                    frames.data(head.stream(), false, "x".repeat(PIECE / 2));
                  }
                }
              }
            })
        : Origin.scripted(
            wire -> {
              while (true) {
                if (wire.head().start().contains("/small")) {
                  wire.send(Origin.ok("ok"));
                } else {
                  wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                  for (int i = 0; i < LARGE / PIECE; i++) {
                    wire.send("x".repeat(PIECE));
                    written.release();
                  }
                }
              }
            });
  }

  @Test
  void manySlowReadersDoNotStopTheirBackendsConnection() throws Exception {
    Semaphore poured = new Semaphore(0);
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  frames.headers(head.stream(), false, ":status", "200");
                  frames.pour(head.stream(), 12, PIECE / 2);
                  poured.release();
                });
        Stage stage = Http2Origin.stage(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.send(Frames.SETTINGS, 0, 0, Frames.setting(4, 0));
      // Of each some 64 KiB wait to leave, and 32 KiB on the backend's stream.
      for (int id = 1; id < 101; id += 2) {
        // Its body goes on, so that the end of its response does not close the stream.
        client.request(id, "POST", "/", false);
        assertThat(poured.tryAcquire(20, TimeUnit.SECONDS)).as("stream " + id).isTrue();
      }
    }
  }

  @Test
  void aBackendThatDoesNotReadHoldsBackItsClientAndNobodyElse() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  while (true) {
                    Wire.Message head = wire.head();
                    if (head.start().startsWith("POST")) {
                      go.await();
                    }
                    wire.send(Origin.ok("ok"));
                  }
                });
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      // Socket buffers and windows of each take some, and no more than they have.
      for (int id = 1; id <= 9; id += 2) {
        client.request(id, "POST", "/", false, "content-length", String.valueOf(LARGE));
        client.data(id, false, "x".repeat(PIECE));
      }
      assertThat(client.get(11, "/").response(11).body()).isEqualTo("ok");
      go.countDown();
    }
  }

  @Test
  void aReaderThatStallsIsReset() throws IOException {
    try (Origin origin = pouring(false, LARGE / PIECE);
        Stage stage = Stage.of(Stage.quick(Duration.ofMillis(300)), origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/");
      assertThat(client.await(Frames.RST_STREAM).stream()).isEqualTo(1);
      await().until(() -> stage.population(Role.STABLE).recent().clientAborts() == 1);
    }
  }

  @Test
  void aWindowThatShrinksBelowZeroIsObeyed() throws IOException {
    try (Origin origin = Origin.saying("x".repeat(100_000));
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.send(Frames.SETTINGS, 0, 0, Frames.setting(4, 10));
      client.get(1, "/");
      assertThat(client.await(Frames.DATA).payload().readableBytes()).isEqualTo(10);
      client.send(Frames.SETTINGS, 0, 0, Frames.setting(4, 0));
      client.send(Frames.WINDOW_UPDATE, 0, 1, Frames.number(15));
      assertThat(client.await(Frames.DATA).payload().readableBytes()).isEqualTo(5);
      client.send(Frames.SETTINGS, 0, 0, Frames.setting(4, 200_000));
      client.send(Frames.WINDOW_UPDATE, 0, 0, Frames.number(200_000));
      assertThat(client.swallow(1)).isEqualTo(100_000 - 15);
    }
  }

  @Test
  void moreDataThanTheWindowIsAnError() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Origin origin = Origin.scripted(_ -> over.await());
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/", false);
      ByteArrayOutputStream much = new ByteArrayOutputStream();
      for (int i = 0; i < 1_000; i++) {
        much.writeBytes(Frames.frame(Frames.DATA, 0, 1, new byte[PIECE]));
      }
      Thread.ofVirtual().start(() -> send(client, much.toByteArray()));
      Frames.Frame error =
          client.await(f -> f.type() == Frames.RST_STREAM || f.type() == Frames.GOAWAY);
      assertThat(error.error()).isEqualTo(3);
      over.countDown();
    }
  }

  private static void send(Frames client, byte[] bytes) {
    try {
      client.wire().send(bytes);
    } catch (IOException _) {
      // The gateway ended the connection.
    }
  }
}
