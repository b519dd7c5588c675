package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients that send no more, and wait for much.
class HalfClosedTest {
  private static final int SIZE = 20 << 20;
  private static final String PROPERTY = "serin.transport";

  /// What this machine can use.
  static Stream<String> transports() {
    return Stream.of("jdk", "epoll", "io_uring")
        .filter(name -> !name.equals("epoll") || Epoll.isAvailable())
        .filter(name -> !name.equals("io_uring") || IoUring.isAvailable());
  }

  private static Stage over(String transport, Origin origin) {
    String before = System.setProperty(PROPERTY, transport);
    try {
      return Stage.of(origin);
    } finally {
      if (before == null) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anAnswerThatDoesNotFitIntoTheSocketStillReachesAClientThatShutItsOutput(String transport)
      throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (Origin origin =
            Origin.scripted(
                wire -> {
                  wire.head();
                  asked.await();
                  wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                  wire.send(new byte[SIZE]);
                  wire.next();
                });
        Stage stage = over(transport, origin);
        Wire client = stage.connect()) {
      client.lines("GET / HTTP/1.1", "Host: a").endOutput();
      Awaitility.await().pollDelay(200, TimeUnit.MILLISECONDS).until(() -> true);
      asked.countDown();

      assertThat(client.head().status()).isEqualTo(200);
      Awaitility.await().pollDelay(500, TimeUnit.MILLISECONDS).until(() -> true);
      assertThat(client.exactly(SIZE)).hasSize(SIZE);
      assertThat(client.next()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void requestsBehindABodyThatWaitedAreAnsweredToAClientThatShutItsOutput(String transport)
      throws Exception {
    try (Origin origin = Origin.saying("ok");
        Stage stage = over(transport, origin)) {
      for (int i = 0; i < 50; i++) {
        try (Wire client = stage.connect()) {
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
          client.send("ping");
          client.lines("GET / HTTP/1.1", "Host: a").endOutput();

          assertThat(client.receive().body()).isEqualTo("ok");
          assertThat(client.receive().body()).isEqualTo("ok");
          assertThat(client.next()).isEqualTo(-1);
        }
      }
    }
  }
}
