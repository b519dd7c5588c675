package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each case of the corpus of requests, with an innocent request in the same write behind it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestCorpusTest {
  private static final String INNOCENT = "GET /innocent HTTP/1.1\r\nHost: shop\r\n\r\n";
  private static final GatewayOptions OPTIONS =
      Stage.OPTIONS.withLimits(new Limits(8192, 50, 1000, 1000, 1000, 100, 0));

  private final AtomicInteger begun = new AtomicInteger();
  private final Queue<Wire.Message> whole = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Origin origin = Origin.scripted(this::serve);
  private int expectedWhole;
  private int allowedBegun;
  private Stage stage;

  /// Notes each message that begins, and each that is whole.
  private void serve(Wire wire) throws Exception {
    open.incrementAndGet();
    try {
      while (true) {
        wire.in().mark(1);
        if (wire.in().read() < 0) {
          return;
        }
        wire.in().reset();
        begun.incrementAndGet();
        Wire.Message request = wire.receive();
        whole.add(request);
        wire.send(Origin.ok(request.start()));
      }
    } finally {
      open.decrementAndGet();
    }
  }

  static Stream<Corpus.Case> cases() {
    return Corpus.of("requests.txt");
  }

  @BeforeAll
  void open() {
    stage = Stage.of(OPTIONS, origin);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void nothingIsUnderstoodInTwoWays(Corpus.Case one) throws Exception {
    whole.clear();
    int before = begun.get();
    try (Wire client = stage.connect()) {
      client.send((one.text() + INNOCENT).getBytes(StandardCharsets.ISO_8859_1));
      if (one.wants("200")) {
        passes(one, client);
      } else {
        isRefused(one, client);
        allowedBegun += one.wants("begun") ? 1 : 0;
        assertThat(begun.get()).isLessThanOrEqualTo(before + (one.wants("begun") ? 1 : 0));
        assertThat(whole).isEmpty();
      }
    }
    expectedWhole += whole.size();
    allowedBegun += whole.size();
  }

  private static void isRefused(Corpus.Case one, Wire client) throws Exception {
    Wire.Message reply = client.receive();

    assertThat(reply.status()).as(Corpus.shown(one.bytes())).isEqualTo(one.status());
    assertThat(reply.header("x-serin-error")).startsWith("the request has ");
    assertThat(reply.header("connection")).isEqualTo("close");
    assertThat(client.ended()).isTrue();
  }

  private void passes(Corpus.Case one, Wire client) throws Exception {
    List<Seen> wanted = Seen.of(one.seen());
    for (Seen request : wanted) {
      Wire.Message reply = client.receive();
      assertThat(reply.status()).as(reply.header("x-serin-error")).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(request.start());
    }
    if (!one.wants("closed")) {
      assertThat(client.receive().body()).isEqualTo("GET /innocent HTTP/1.1");
    } else {
      assertThat(client.ended()).isTrue();
    }
    assertThat(whole).hasSize(wanted.size() + (one.wants("closed") ? 0 : 1));
    List<Wire.Message> got = List.copyOf(whole);
    for (int i = 0; i < wanted.size(); i++) {
      wanted.get(i).check(got.get(i));
    }
  }

  /// What a backend is to get: a first line, and what must hold of the rest.
  private record Seen(String start, List<String> rest) {
    static List<Seen> of(List<String> lines) {
      List<Seen> all = new ArrayList<>();
      for (String line : lines) {
        if (line.endsWith(" HTTP/1.1")) {
          all.add(new Seen(line, new ArrayList<>()));
        } else {
          all.getLast().rest().add(line);
        }
      }
      return all;
    }

    void check(Wire.Message got) {
      assertThat(got.start()).isEqualTo(start);
      for (String line : rest) {
        if (line.startsWith("!")) {
          assertThat(got.headers()).doesNotContainKey(line.substring(1));
        } else if (line.startsWith("body")) {
          assertThat(got.body()).isEqualTo(line.substring(4).replaceFirst("^ ", ""));
        } else {
          String[] header = line.split(": ?", 2);
          assertThat(got.headers()).containsEntry(header[0], header[1]);
        }
      }
    }
  }

  /// Once all connections are closed, it is sure that nothing came late.
  @AfterAll
  void nothingElseReachedTheBackend() {
    stage.close();
    Awaitility.await().until(() -> open.get() == 0);
    origin.close();
    assertThat(begun.get()).isLessThanOrEqualTo(allowedBegun);
    assertThat(expectedWhole).isPositive();
  }
}
