package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.traffic.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Mechanisms that need no reload for a weight.
abstract class SteadyRouterTest extends SwitchRouterTest {
  SteadyRouterTest(String mechanism) {
    super(mechanism);
  }

  @Test
  void noRequestFailsWhileWeightsChange() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<String> users = Users.ids(400).stream().map(id -> "Cookie: serin=" + id + "\r\n").toList();
    Callable<Integer> load =
        () -> {
          int wrong = 0;
          while (!over.get()) {
            wrong +=
                (int)
                    nginx().users().bodies(users).stream()
                        .filter(body -> !List.of("<one>", "<two>").contains(body))
                        .count();
          }
          return wrong;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> loads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        loads.add(threads.submit(load));
      }
      try {
        for (int i = 0; i < 100; i++) {
          Live live = router().apply(NginxProcess.SHOP, split(i % 2 == 0 ? 100_000 : 500_000));
          assertThat(live).isInstanceOf(Live.Routed.class);
        }
      } finally {
        over.set(true);
      }
      for (Future<Integer> each : loads) {
        assertThat(each.get()).isZero();
      }
    }
  }

  @Test
  void aWeightIsExactToAFiftiethOfAPercentAndBetter() {
    for (int ppm : new int[] {1, 200, 1_234, 999_999}) {
      assertThat(router().apply(NginxProcess.SHOP, split(ppm)))
          .isInstanceOfSatisfying(
              Live.Routed.class,
              routed -> assertThat(routed.effective()).isEqualTo(new Weight(ppm)));
    }
  }
}
