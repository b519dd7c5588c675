package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Limits;
import dev.serin.signals.Role;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Requests that were changed at random, sent through a whole gateway: a backend gets exactly what
/// the parsers alone understand, and nothing is left behind.
///
/// `-Dserin.fuzz.runs` says how many, ten times over; `-Dserin.fuzz.seed` which.
class GatewayFuzzTest {
  private static final int RUNS = Integer.getInteger("serin.fuzz.runs", 10_000) / 10;
  private static final long SEED = Long.getLong("serin.fuzz.seed", System.nanoTime());
  private static final GatewayOptions OPTIONS =
      Stage.OPTIONS.withLimits(new Limits(2048, 100, Long.MAX_VALUE, 1000, 1000, 100, 0));

  private final Queue<String> got = new ConcurrentLinkedQueue<>();
  private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

  private void serve(Wire wire) throws Exception {
    while (true) {
      Wire.Message request = wire.receive();
      got.add(request.start() + request.body());
      boolean head = request.start().startsWith("HEAD ");
      wire.send(head ? "HTTP/1.1 204 No Content\r\n\r\n" : Origin.ok("ok"));
    }
  }

  @Test
  void aBackendGetsWhatTheParsersUnderstandAndNoBufferIsLost() throws Exception {
    ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
    Logger logger = Logger.getLogger(ResourceLeakDetector.class.getName());
    Handler listener = listener();
    logger.addHandler(listener);
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    try (Origin origin = Origin.scripted(this::serve);
        Stage stage = Stage.of(OPTIONS, origin)) {
      List<byte[]> seeds =
          Corpus.of("requests.txt").map(Corpus.Case::bytes).filter(b -> b.length < 1000).toList();
      for (int run = 0; run < RUNS; run++) {
        visit(stage, new Mutation(new SplittableRandom(SEED + run), seeds), SEED + run);
      }
      Awaitility.await().until(() -> stage.population(Role.STABLE).inFlight() == 0);
      findLeaks();
      assertThat(leaks).as("seed %d", SEED).isEmpty();
    } finally {
      ResourceLeakDetector.setLevel(level);
      logger.removeHandler(listener);
    }
  }

  private void visit(Stage stage, Mutation mutation, long seed) throws IOException {
    byte[] bytes = mutation.next();
    List<byte[]> parts = mutation.parts(bytes);
    List<String> expected = new ArrayList<>();
    for (Understanding.Message message : Understanding.ofRequests(List.of(bytes)).messages()) {
      if (message.whole()) {
        byte[] data = message.data().getBytes(StandardCharsets.ISO_8859_1);
        expected.add(message.start() + " HTTP/1.1" + new String(data, StandardCharsets.UTF_8));
      }
    }
    got.clear();
    try (Wire client = stage.connect()) {
      for (byte[] part : parts.size() > 20 ? List.of(bytes) : parts) {
        client.send(part);
      }
      client.endOutput();
      client.in().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (java.net.SocketException _) {
      // A refused request's bytes may be in the way of its answer.
    }
    assertThat(List.copyOf(got))
        .as("with -Dserin.fuzz.runs=10 -Dserin.fuzz.seed=%d: %s", seed, Corpus.shown(bytes))
        .isEqualTo(expected);
  }

  /// Lost buffers are noticed when others are taken after they were collected.
  private static void findLeaks() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      for (int j = 0; j < 100; j++) {
        ByteBufAllocator.DEFAULT.buffer(16).release();
      }
    }
  }

  private Handler listener() {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        leaks.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
