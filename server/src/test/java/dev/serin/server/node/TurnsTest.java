package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// When turns are given.
final class TurnsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private final Queue<String> given = new ConcurrentLinkedQueue<>();

  @Test
  void aClockThatIsSetBackDelaysNobody() {
    try (Turns<String> turns = new Turns<>(this::turn, clock::get, 1)) {
      turns.at("shop", NOW.plusMillis(50));
      clock.set(NOW.minus(Duration.ofHours(1)));
      await().atMost(Duration.ofSeconds(20)).until(() -> given.contains("shop"));
    }
  }

  @Test
  void whoIsDueFirstComesFirst() {
    try (Turns<String> turns = new Turns<>(this::turn, clock::get, 1)) {
      turns.at("later", NOW.plusMillis(200));
      turns.at("sooner", NOW.plusMillis(100));
      turns.at("gone", NOW.plusMillis(50));
      turns.remove("gone");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> String.join(" ", given).equals("sooner later"));
    }
  }

  @Test
  void closedItGivesNoTurnThatWaitsForAThread() throws Exception {
    CountDownLatch came = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Turns<String> turns =
        new Turns<>(
            (who, _) -> {
              given.add(who);
              came.countDown();
              awaitQuietly(go);
              return null;
            },
            clock::get,
            1);
    turns.at("first", NOW);
    came.await();
    turns.at("second", NOW);
    Thread closing = Thread.ofPlatform().start(turns::close);
    await().atMost(Duration.ofSeconds(20)).until(() -> closing.getState() != Thread.State.RUNNABLE);

    go.countDown();
    closing.join();

    assertThat(given).containsExactly("first");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Instant turn(String who, Duration late) {
    given.add(who);
    return clock.get().plusSeconds(3600);
  }
}
