package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Limits;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each case of the corpus of responses, and an innocent client behind it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResponseCorpusTest {
  /// With one event loop, which all clients and one pool of connections belong to.
  private static final GatewayOptions OPTIONS =
      new GatewayOptions(
          Stage.OPTIONS.entrances(),
          Stage.OPTIONS.admin(),
          Stage.OPTIONS.stickiness(),
          Stage.OPTIONS.trusted(),
          Stage.OPTIONS.timeouts(),
          new Limits(8192, 50, 1000, 1000, 1000, 100, 0),
          Stage.OPTIONS.resilience(),
          null,
          1);

  private final Origin origin = Origin.scripted(this::serve);
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Corpus.@Nullable Case current;
  private volatile int last;
  private Stage stage;

  private void serve(Wire wire) throws Exception {
    int number = connections.incrementAndGet();
    while (true) {
      Wire.Message request = wire.receive();
      Corpus.Case one = current;
      if (one == null || request.start().contains("/innocent")) {
        wire.send(Origin.ok("innocent " + number));
        continue;
      }
      last = number;
      wire.send(one.bytes());
      if (one.wants("ends")) {
        return;
      }
    }
  }

  static Stream<Corpus.Case> cases() {
    return Corpus.of("responses.txt");
  }

  @BeforeAll
  void open() {
    stage = Stage.of(OPTIONS, origin);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void nobodyGetsTheBytesOfAnother(Corpus.Case one) throws Exception {
    current = one;
    try (Wire client = stage.connect()) {
      String method = one.wants("head") ? "HEAD" : "GET";
      client.lines(method + " /case HTTP/1.1", "Host: shop", "Connection: close");
      Wire.Message reply = last(client, one.wants("head"));
      if (one.wants("broken")) {
        assertThat(reply).isNull();
      } else {
        check(one, Objects.requireNonNull(reply));
        assertThat(client.ended()).isTrue();
      }
    }

    Wire.Message innocent = stage.get("/innocent");

    assertThat(innocent.body()).startsWith("innocent ");
    boolean same = innocent.body().equals("innocent " + last);
    assertThat(same).as("the backend's connection was used again").isEqualTo(one.wants("kept"));
  }

  /// The response behind those that others follow; null when it breaks off.
  private static Wire.@Nullable Message last(Wire client, boolean toHead) throws Exception {
    try {
      Wire.Message reply = client.receive(toHead);
      while (reply.status() < 200) {
        reply = client.receive(toHead);
      }
      return reply;
    } catch (java.io.EOFException | java.net.SocketException _) {
      return null;
    }
  }

  private static void check(Corpus.Case one, Wire.Message reply) {
    assertThat(reply.status()).as(Corpus.shown(one.bytes())).isEqualTo(one.status());
    assertThat(reply.headers().containsKey("x-serin-error")).isEqualTo(one.wants("502"));
    for (String line : one.seen()) {
      if (line.startsWith("!")) {
        assertThat(reply.headers()).doesNotContainKey(line.substring(1));
      } else if (line.startsWith("body")) {
        assertThat(reply.body()).isEqualTo(line.substring(5));
      } else {
        String[] header = line.split(": ?", 2);
        assertThat(reply.headers()).containsEntry(header[0], header[1]);
      }
    }
  }

  @AfterAll
  void close() {
    stage.close();
    origin.close();
  }
}
