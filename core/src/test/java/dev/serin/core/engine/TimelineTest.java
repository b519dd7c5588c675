package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimelineTest {
  private final Timeline timeline = Timeline.real();

  private Thread waiting() {
    Instant never = Instant.now().plus(Duration.ofHours(1));
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                timeline.await(never);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Test
  void aCallWakesEachThreadThatWaits() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      threads.add(waiting());
    }
    timeline.wake();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    }
  }

  @Test
  void aCallThatNobodyWaitedForEndsTheNextWaitOnly() throws Exception {
    timeline.wake();
    timeline.wake();
    timeline.await(Instant.now().plus(Duration.ofHours(1)));
    Instant soon = Instant.now().plusMillis(50);
    timeline.await(soon);
    assertThat(Instant.now()).isAfterOrEqualTo(soon);
  }
}
