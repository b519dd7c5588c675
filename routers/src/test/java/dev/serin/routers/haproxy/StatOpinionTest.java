package dev.serin.routers.haproxy;

import static dev.serin.routers.haproxy.Shop.ID;
import static dev.serin.routers.haproxy.Shop.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.core.engine.Workload.Health;
import dev.serin.routers.BalancedRollout;
import dev.serin.routers.haproxy.StatOpinion.Counts;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real HAProxy counts and knows by itself.
@Tag("haproxy")
class StatOpinionTest {
  @TempDir private Path folder;
  private RunningHaproxy haproxy;

  @BeforeEach
  void start() throws Exception {
    haproxy = RunningHaproxy.start(folder, "admin");
  }

  @AfterEach
  void stop() {
    haproxy.close();
  }

  private StatOpinion init(BalancedRollout rollout) {
    Haproxy.setup(rollout, haproxy.settings(Map.of())).init();
    Haproxy.router(rollout, haproxy.settings(Map.of())).apply(ID, split(0));
    return Haproxy.opinion(rollout, haproxy.settings(Map.of()));
  }

  @Test
  void itCountsWhatAPoolAnswered() throws Exception {
    StatOpinion opinion = init(Shop.rollout(haproxy));
    for (int i = 0; i < 5; i++) {
      haproxy.send("/");
    }
    haproxy.send("/broken");

    assertThat(opinion.counts("one")).contains(new Counts(6, 1));
    assertThat(opinion.counts("two")).contains(new Counts(0, 0));
    assertThatThrownBy(() -> opinion.counts("three"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one and two");
    haproxy.kill();
    assertThat(opinion.counts("one")).isEmpty();
  }

  @Test
  void aPoolWithoutAServerThatIsUpIsNotAvailable() {
    URI nobody = URI.create("http://127.0.0.1:" + RunningHaproxy.freePort());
    BalancedRollout whole = Shop.rollout(haproxy);
    StatOpinion opinion =
        init(
            new BalancedRollout(
                ID, whole.first(), Shop.backend("two", Shop.V2, nobody), List.of(), List.of()));

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(opinion.health("two")).isInstanceOf(Health.Unavailable.class));
    assertThat(((Health.Unavailable) opinion.health("two")).why())
        .contains("no server up in two", "s1 is DOWN");
    assertThat(opinion.health("one")).isInstanceOf(Health.Available.class);
    haproxy.kill();
    assertThat(((Health.Unavailable) opinion.health("one")).why()).contains("start HAProxy");
  }

  @Test
  void serversOfAClassicBackendAreCountedByPool() throws Exception {
    Map<String, Object> settings =
        haproxy.settings(Map.of("mechanism", "weights", "backend", "classic"));
    HaproxyRouter router = Haproxy.router(Shop.rollout(haproxy), settings);
    StatOpinion opinion = Haproxy.opinion(Shop.rollout(haproxy), settings);
    router.apply(ID, split(1_000_000));
    haproxy.send("/classic");

    assertThat(opinion.counts("one")).contains(new Counts(0, 0));
    assertThat(opinion.counts("two")).contains(new Counts(1, 0));
    assertThat(opinion.health("two")).isInstanceOf(Health.Available.class);
  }
}
