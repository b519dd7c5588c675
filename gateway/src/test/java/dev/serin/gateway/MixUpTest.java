package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gateway.settings.Resilience;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Many clients that pipeline, stop in the middle and come back, and backends that end their
/// connections in all ways. Each request has an id, which is its body and its response's body too.
///
/// `-Dserin.fuzz.runs` says how many requests there are about, `-Dserin.fuzz.seed` which.
class MixUpTest {
  private static final int RUNS = Integer.getInteger("serin.fuzz.runs", 6_000);
  private static final long SEED = Long.getLong("serin.fuzz.seed", System.nanoTime());
  private static final int CLIENTS = 8;
  private static final int PIPELINED = 8;
  private static final String EVIL =
      "HTTP/1.1 200 OK\r\nX-Id: evil\r\nContent-Length: 4\r\n\r\nevil";

  /// How a backend answers.
  private enum Kind {
    COUNTED,
    CHUNKED,
    INTERIM,
    EMPTY,
    UNMODIFIED,
    LAST,
    OPEN,
    SILENT,
    JUNK,
    NOTHING,
    CUT,
    CUT_CHUNKS,
    EARLY;

    /// True when the client may see its connection break.
    boolean breaks() {
      return this == CUT || this == CUT_CHUNKS || this == EARLY;
    }
  }

  /// A request that is under way.
  private record Asked(String id, Kind kind, int size, boolean head) {
    String body() {
      return text(id, size);
    }
  }

  private final Queue<String> mixed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger own = new AtomicInteger();

  private static String text(String id, int size) {
    return id.repeat(size / id.length() + 1).substring(0, size);
  }

  @Test
  void eachResponseBelongsToItsRequestAndEachBodyToItsHead() throws Exception {
    Resilience patient = new Resilience(1, 0, Duration.ZERO, 1, Duration.ZERO);
    try (Origin first = Origin.scripted(this::serve);
        Origin second = Origin.scripted(this::serve);
        Stage stage = Stage.of(Stage.OPTIONS.withResilience(patient), first, second)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        threads.add(Thread.ofVirtual().start(() -> ask(stage, client)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(mixed).as("seed %d", SEED).isEmpty();
    assertThat(answered.get()).as("seed %d, own answers %s", SEED, own).isGreaterThan(RUNS / 4);
  }

  private void ask(Stage stage, int client) {
    SplittableRandom random = new SplittableRandom(SEED + client);
    for (int connection = 0; connection < RUNS / CLIENTS / (PIPELINED / 2); connection++) {
      try (Wire wire = stage.connect()) {
        visit(wire, random, "c" + client + "n" + connection);
      } catch (EOFException | SocketException _) {
        // It ended, and whether it may have was checked before.
      } catch (Exception failure) {
        mixed.add(
            failure
                + " "
                + connection
                + " "
                + java.util.Arrays.toString(failure.getStackTrace())
                    .replaceAll("java.base[^,]*,", ""));
      }
    }
  }

  private void visit(Wire wire, SplittableRandom random, String name) throws Exception {
    int rounds = 1 + random.nextInt(2);
    for (int round = 0; round < rounds; round++) {
      Deque<Asked> asked = new ArrayDeque<>();
      StringBuilder all = new StringBuilder();
      for (int i = 1 + random.nextInt(PIPELINED); i > 0; i--) {
        asked.add(request(all, random, name + "r" + round + "i" + i + "."));
      }
      if (random.nextInt(10) == 0) {
        wire.send(all.substring(0, random.nextInt(all.length())));
        if (random.nextBoolean()) {
          wire.reset();
        }
        return;
      }
      send(wire, random, all.toString());
      int patience = random.nextInt(10) == 0 ? random.nextInt(asked.size()) : asked.size();
      if (!receive(wire, asked, patience)) {
        return;
      }
    }
  }

  private static void send(Wire wire, SplittableRandom random, String all) throws IOException {
    int at = 0;
    while (at < all.length()) {
      int part = random.nextInt(3) == 0 ? 1 + random.nextInt(300) : all.length() - at;
      int end = Math.min(all.length(), at + part);
      wire.send(all.substring(at, end));
      at = end;
    }
  }

  private static Asked request(StringBuilder all, SplittableRandom random, String id) {
    Kind[] kinds = Kind.values();
    Kind kind =
        random.nextInt(3) > 0 ? kinds[random.nextInt(5)] : kinds[random.nextInt(kinds.length)];
    int size = random.nextInt(8) == 0 ? random.nextInt(100_000) : random.nextInt(200);
    String path = "/" + id + "/" + kind + "/" + size;
    int framing = kind == Kind.EARLY ? 1 : random.nextInt(4);
    boolean head = framing > 2;
    String method = head ? "HEAD " : framing == 0 ? "GET " : "POST ";
    String target = random.nextInt(8) == 0 ? "http://shop" + path : path;
    all.append(method).append(target).append(" HTTP/1.1\r\nHost: shop\r\n");
    if (random.nextInt(8) == 0) {
      all.append("Expect: 100-continue\r\n");
    }
    int length = random.nextInt(8) == 0 ? random.nextInt(50_000) : random.nextInt(100);
    String body = text(id, length);
    switch (framing) {
      case 1 -> all.append("Content-Length: ").append(length).append("\r\n\r\n").append(body);
      case 2 -> all.append("Transfer-Encoding: chunked\r\n\r\n").append(chunks(body));
      default -> all.append("\r\n");
    }
    return new Asked(id, kind, size, head);
  }

  private static String chunks(String body) {
    StringBuilder all = new StringBuilder();
    for (int at = 0; at < body.length(); ) {
      int end = Math.min(body.length(), at + 1 + body.length() / 3);
      all.append(Integer.toHexString(end - at)).append("\r\n");
      all.append(body, at, end).append("\r\n");
      at = end;
    }
    return all.append("0\r\n\r\n").toString();
  }

  /// Reads some of the responses; false when the connection ends.
  private boolean receive(Wire wire, Deque<Asked> asked, int patience) throws Exception {
    for (int i = 0; i < patience; i++) {
      Asked next = asked.remove();
      Wire.Message reply = next(wire, next);
      if (reply == null) {
        return false;
      }
      check(next, reply);
      if (reply.header("connection").equals("close")) {
        return false;
      }
    }
    return asked.isEmpty();
  }

  private Wire.Message next(Wire wire, Asked next) throws Exception {
    try {
      Wire.Message reply = wire.receive(next.head());
      while (reply.status() < 200) {
        reply = wire.receive(next.head());
      }
      return reply;
    } catch (EOFException | SocketException broken) {
      if (!next.kind().breaks()) {
        mixed.add(next + " was broken off: " + broken);
      }
      throw broken;
    }
  }

  private void check(Asked next, Wire.Message reply) {
    if (!reply.header("x-serin-error").isEmpty()) {
      own.incrementAndGet();
      return;
    }
    answered.incrementAndGet();
    boolean bodyless = next.head() || reply.status() == 204 || reply.status() == 304;
    if (!reply.header("x-id").equals(next.id())
        || !reply.body().equals(bodyless ? "" : next.body())) {
      mixed.add(next + " was answered with " + reply.header("x-id"));
    }
  }

  private void serve(Wire wire) throws Exception {
    boolean more = true;
    while (more) {
      Wire.Message head = wire.head();
      List<String> path = List.of(head.start().split("[/ ]+", -1));
      String id = path.get(1);
      Kind kind = Kind.valueOf(path.get(2));
      if (kind == Kind.EARLY) {
        answer(wire, kind, new Asked(id, kind, Integer.parseInt(path.get(3)), false));
        return;
      }
      String body = wire.bodyOf(head);
      if (!body.equals(text(id, body.length()))) {
        mixed.add(id + " has the body of another: " + body);
      }
      boolean toHead = head.start().startsWith("HEAD");
      more = answer(wire, kind, new Asked(id, kind, Integer.parseInt(path.get(3)), toHead));
    }
  }

  private static boolean answer(Wire wire, Kind kind, Asked asked) throws IOException {
    String body = asked.head() ? "" : asked.body();
    String id = "X-Id: " + asked.id() + "\r\n";
    String length = "Content-Length: " + asked.size() + "\r\n";
    String chunked = "Transfer-Encoding: chunked\r\n\r\n";
    String ok = "HTTP/1.1 200 OK\r\n" + id;
    String text =
        switch (kind) {
          case COUNTED, SILENT, EARLY -> ok + length + "\r\n" + body;
          case CHUNKED -> ok + chunked + (asked.head() ? "" : chunks(body));
          case INTERIM -> "HTTP/1.1 103 Early\r\n" + id + "\r\n" + ok + length + "\r\n" + body;
          case EMPTY -> "HTTP/1.1 204 No Content\r\n" + id + "\r\n";
          case UNMODIFIED -> "HTTP/1.1 304 Not Modified\r\n" + id + length + "\r\n";
          case LAST -> ok + "Connection: close\r\n" + length + "\r\n" + body;
          case OPEN -> ok + "\r\n" + body;
          case JUNK -> ok + length + "\r\n" + body + EVIL;
          case NOTHING -> "";
          case CUT -> ok + "Content-Length: " + (asked.size() + 10) + "\r\n\r\n" + body;
          case CUT_CHUNKS -> ok + chunked + "fffff\r\n" + body;
        };
    wire.send(text);
    return switch (kind) {
      case COUNTED, CHUNKED, INTERIM, EMPTY, UNMODIFIED, JUNK -> true;
      case LAST, OPEN, SILENT, NOTHING, CUT, CUT_CHUNKS, EARLY -> false;
    };
  }
}
