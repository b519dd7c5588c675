package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Limits;
import dev.serin.gateway.settings.Timeouts;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How much a client may send, and how slowly.
class LimitsTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  private static GatewayOptions bodies(long bytes) {
    return Stage.OPTIONS.withLimits(new Limits(8192, 50, bytes, 1000, 1000, 100, 100));
  }

  /// Whoever must send something has 0.4 s; a body must bring 10 000 bytes per second.
  private static GatewayOptions quick() {
    Duration hour = Duration.ofHours(1);
    return Stage.OPTIONS
        .withTimeouts(new Timeouts(SHORT, SHORT, hour, SHORT, hour, Duration.ofSeconds(1), hour))
        .withLimits(new Limits(8192, 50, Long.MAX_VALUE, 1000, 1000, 100, 10_000));
  }

  private static Origin swallowing() {
    return Origin.scripted(wire -> wire.in().transferTo(OutputStream.nullOutputStream()));
  }

  @Test
  void aBodyThatWillBeTooLargeIsRefusedByItsLengthBeforeItIsSent() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(bodies(10), origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 11", "Expect: 100-continue");

      assertThat(client.receive().status()).isEqualTo(413);
      assertThat(client.ended()).isTrue();
      assertThat(origin.requests()).isEmpty();
    }
  }

  @Test
  void aBodyInChunksIsRefusedWhenItPassesTheLimit() throws Exception {
    CompletableFuture<String> got = new CompletableFuture<>();
    CountDownLatch first = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.exactly("5\r\nhello\r\n".length());
                  first.countDown();
                  got.complete(wire.ended() ? "an end" : "more");
                });
        Stage stage = Stage.of(bodies(10), origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
      client.send("5\r\nhello\r\n");
      assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
      client.send("6\r\n");

      assertThat(client.receive().status()).isEqualTo(413);
      assertThat(client.ended()).isTrue();
      assertThat(got.get(10, TimeUnit.SECONDS)).isEqualTo("an end");
    }
  }

  @Test
  void aHeadIsTimedAsAWholeAndNotByItsBytes() throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(quick(), origin);
        Wire client = stage.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: ");
      Thread drip = drip(client, "x");

      assertThat(client.receive().status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
      drip.join();
    }
  }

  @Test
  void aBodyThatDripsEnds() throws Exception {
    try (Origin origin = swallowing();
        Stage stage = Stage.of(quick(), origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 1000000");
      Thread drip = drip(client, "x");

      assertThat(client.receive().status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
      drip.join();
    }
  }

  @Test
  void chunksThatDripEnd() throws Exception {
    try (Origin origin = swallowing();
        Stage stage = Stage.of(quick(), origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
      Thread drip = drip(client, "1\r\nx\r\n");

      assertThat(client.receive().status()).isEqualTo(408);
      drip.join();
    }
  }

  /// Sends a little every now and then, until the connection ends.
  private static Thread drip(Wire client, String little) {
    return Thread.ofVirtual()
        .start(
            () -> {
              CountDownLatch never = new CountDownLatch(1);
              try {
                while (!never.await(20, TimeUnit.MILLISECONDS)) {
                  client.send(little);
                }
              } catch (Exception _) {
                // The gateway ended it.
              }
            });
  }

  @Test
  void aBodyThatIsFastEnoughMayTakeLongerThanAnyTimeout() throws Exception {
    int size = 40_000;
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(quick(), origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: " + size);
      CountDownLatch never = new CountDownLatch(1);
      for (int sent = 0; sent < size; sent += 1000) {
        client.send("x".repeat(1000));
        assertThat(never.await(30, TimeUnit.MILLISECONDS)).isFalse();
      }

      assertThat(client.receive().status()).isEqualTo(200);
    }
  }

  @Test
  void aConversationMayPauseWithinTheTimeout() throws Exception {
    Limits limits = new Limits(8192, 50, Long.MAX_VALUE, 1000, 1000, 100, 1_000_000);
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(quick().withLimits(limits), origin);
        Wire client = stage.connect()) {
      client.lines(
          "POST / HTTP/1.1", "Host: a", "Content-Type: application/grpc", "Content-Length: 5");
      CountDownLatch never = new CountDownLatch(1);
      for (int i = 0; i < 5; i++) {
        assertThat(never.await(150, TimeUnit.MILLISECONDS)).isFalse();
        client.send("x");
      }

      assertThat(client.receive().status()).isEqualTo(200);
    }
  }

  @Test
  void aBackendThatNeverSaysWhetherItWantsTheBodyIsToBlame() throws Exception {
    try (Origin origin = swallowing();
        Stage stage = Stage.of(quick(), origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue");

      assertThat(client.receive().status()).isEqualTo(504);
    }
  }

  @Test
  void aClientThatWasInvitedAndSendsNothingIsToBlame() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                  wire.next();
                });
        Stage stage = Stage.of(quick(), origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 4", "Expect: 100-continue");

      assertThat(client.receive().status()).isEqualTo(100);
      assertThat(client.receive().status()).isEqualTo(408);
    }
  }

  @Test
  void aBackendThatRefusesBeforeTheBodyIsHeardAndTheBodyIsNotARequest() throws Exception {
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
                  wire.next();
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 38", "Expect: 100-continue");

      Wire.Message reply = client.receive();
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("connection")).isEqualTo("close");
      client.send("GET /smuggled HTTP/1.1\r\nHost: evil\r\n\r\n");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aClientThatTakesNothingOfItsAnswerEndsThoughItSendsNowAndThen() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  wire.send("HTTP/1.1 200 OK\r\n\r\n");
                  Thread reading =
                      Thread.ofVirtual()
                          .start(
                              () -> {
                                try {
                                  wire.in().transferTo(OutputStream.nullOutputStream());
                                } catch (java.io.IOException _) {
                                  // The gateway ended it.
                                }
                              });
                  try {
                    byte[] block = new byte[1 << 20];
                    while (true) {
                      wire.send(block);
                    }
                  } finally {
                    reading.join();
                    ended.countDown();
                  }
                });
        Stage stage = Stage.of(quick(), origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: a", "Content-Length: 1000000");
      Thread drip = drip(client, "x");

      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      drip.join();
    }
  }

  @Test
  void requestsThatAreSentByteByByteBehindASlowOneCostNoMoreThanTheirBytes() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    int requests = 300;
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.receive();
                  go.await();
                  wire.send(Origin.ok("ok"));
                  for (Wire.Message next = wire.receiveOrEnd();
                      next != null;
                      next = wire.receiveOrEnd()) {
                    wire.send(Origin.ok("ok"));
                  }
                });
        Stage stage = Stage.of(origin);
        Wire client = stage.connect()) {
      String one = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
      client.send(one);
      for (int i = 0; i < requests; i++) {
        for (byte b : one.getBytes(StandardCharsets.US_ASCII)) {
          client.out().write(b);
        }
      }
      go.countDown();
      for (int i = 0; i <= requests; i++) {
        assertThat(client.receive().body()).isEqualTo("ok");
      }
    }
  }
}
