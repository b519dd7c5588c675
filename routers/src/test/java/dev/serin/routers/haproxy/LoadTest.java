package dev.serin.routers.haproxy;

import static dev.serin.routers.haproxy.Shop.ID;
import static dev.serin.routers.haproxy.Shop.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficRouter.Live;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Weights that change while kept-alive connections are busy.
@Tag("haproxy")
class LoadTest {
  @TempDir private Path folder;

  @Test
  void noRequestFailsWhileTheMapChangesAHundredTimes() throws Exception {
    try (RunningHaproxy haproxy = RunningHaproxy.start(folder, "operator")) {
      Haproxy.setup(Shop.rollout(haproxy), haproxy.settings(Map.of())).init();
      changes(haproxy, Haproxy.router(Shop.rollout(haproxy), haproxy.settings(Map.of())), "/");
    }
  }

  @Test
  void noRequestFailsWhileWeightsChangeAHundredTimes() throws Exception {
    try (RunningHaproxy haproxy = RunningHaproxy.start(folder, "admin")) {
      Map<String, Object> settings =
          haproxy.settings(Map.of("mechanism", "weights", "backend", "classic"));
      changes(haproxy, Haproxy.router(Shop.rollout(haproxy), settings), "/classic");
    }
  }

  private static void changes(RunningHaproxy haproxy, HaproxyRouter router, String path)
      throws InterruptedException {
    LongAdder good = new LongAdder();
    LongAdder bad = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(Thread.ofPlatform().start(() -> load(haproxy.url(path), over, good, bad)));
    }
    for (int i = 0; i < 100; i++) {
      int ppm = new int[] {100_000, 500_000, 0, 1_000_000}[i % 4];
      assertThat(router.apply(ID, split(ppm))).isInstanceOf(Live.Routed.class);
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(bad.sum()).isZero();
    assertThat(good.sum()).isPositive();
  }

  /// POST, because a client may silently send a GET again.
  private static void load(URI url, AtomicBoolean over, LongAdder good, LongAdder bad) {
    HttpRequest request =
        HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString("x")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!over.get()) {
        boolean ok = http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        (ok ? good : bad).increment();
      }
    } catch (java.io.IOException _) {
      bad.increment();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
