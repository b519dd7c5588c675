package dev.serin.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.manifest.tree.Source;
import dev.serin.providers.http.HttpCaller;
import dev.serin.server.metrics.DeliveryMetrics;
import dev.serin.server.store.Outbox;
import dev.serin.server.store.Outbox.Delivery;
import dev.serin.server.store.Outbox.State;
import dev.serin.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the transition that is saved to the service that hears of it.
final class NotificationsTest {
  private static final RolloutId CART = new RolloutId("default", "cart");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ABORTED = "notifications.argoproj.io/subscribe.on-rollout-aborted.";

  @TempDir private Path folder;
  private Store store;
  private HttpCaller http;
  private Receiver receiver;
  private long version;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder);
    http = new HttpCaller();
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
    http.close();
    store.close();
  }

  @Test
  void aSubscriberHearsOfWhatItSubscribedToAndOfNothingElse() throws Exception {
    try (Notifications told = notifications("5s", Map.of(ABORTED + "hook", "ops"))) {
      save("RolloutUpdated", "RolloutAborted");
      told.wake();

      await().until(() -> !receiver.got().isEmpty());
      assertThat(all()).extracting(Delivery::state).containsExactly(State.DELIVERED);
    }
    var body = JSON.readTree(receiver.got().getFirst().body());
    assertThat(receiver.got()).hasSize(1);
    assertThat(body.path("reason").asText()).isEqualTo("RolloutAborted");
    assertThat(body.path("recipient").asText()).isEqualTo("ops");
    assertThat(body.path("url").asText())
        .isEqualTo("https://serin.example.org/rollouts/default/cart");
  }

  @Test
  void whatWasSavedBeforeACrashIsToldAfterIt() {
    store.outbox();
    save("RolloutAborted");

    try (Notifications _ = notifications("5s", Map.of(ABORTED + "hook", ""))) {
      await().until(() -> !receiver.got().isEmpty());
    }
  }

  @Test
  void aServiceThatFailsIsTriedAgainWithTheSameIdAndInOrder() {
    receiver.answers(500, 503);
    try (Notifications told = notifications("10ms", Map.of(ABORTED + "hook", ""))) {
      IntStream.range(0, 3).forEach(_ -> save("RolloutAborted"));
      told.wake();

      await().until(() -> all().stream().allMatch(it -> it.state() == State.DELIVERED));
    }
    List<String> ids = receiver.got().stream().map(it -> it.header("Webhook-id")).toList();
    assertThat(ids).hasSize(5);
    assertThat(ids.subList(0, 3)).containsOnly(ids.getFirst());
    assertThat(receiver.got().subList(2, 5))
        .extracting(it -> JSON.readTree(it.body()).path("version").asInt())
        .containsExactly(1, 2, 3);
    assertThat(all()).extracting(Delivery::attempts).containsExactly(1, 1, 3);
  }

  @Test
  void aMessageThatIsRefusedOrTooOldIsGivenUp() {
    receiver.answers(422, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500);
    try (Notifications told =
        notifications("10ms, most: 20ms, giveUp: 60ms", Map.of(ABORTED + "hook", ""))) {
      save("RolloutAborted");
      told.wake();
      await().until(() -> all().stream().allMatch(it -> it.state() == State.DEAD));
      save("RolloutAborted");
      told.wake();

      await().until(() -> all().stream().allMatch(it -> it.state() == State.DEAD));
      assertThat(all())
          .extracting(Delivery::problem)
          .allSatisfy(it -> assertThat(it).startsWith(receiver.url()));
      assertThat(all().getLast().attempts()).isEqualTo(1);
    }
  }

  @Test
  void aSubscriptionOfAServiceThatIsNotThereIsSeen() {
    try (Notifications told = notifications("5s", Map.of(ABORTED + "slak", ""))) {
      save("RolloutAborted");
      told.wake();

      await()
          .until(
              () ->
                  all().stream()
                      .anyMatch(
                          it ->
                              it.problem()
                                  .equals(
                                      "there is no service \"slak\" in the notification"
                                          + " configuration; there are: hook")));
    }
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    try (Postman postman =
        new Postman(
            store.outbox(),
            new Postman.Round(
                _ -> List.of(),
                _ -> new Sent.Taken(),
                NotificationSettings.Pace.USUAL,
                DeliveryMetrics.NONE))) {
      assertThat(postman.pause(1)).isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
      assertThat(postman.pause(3)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
      assertThat(postman.pause(1000)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
    }
  }

  private Notifications notifications(String first, Map<String, String> annotations) {
    String file =
        """
        services: {hook: {webhook: {url: "%s/in"}}}
        retry: {first: %s}
        """
            .formatted(receiver.url(), first);
    NotificationSettings settings = NotificationFile.read(Source.of("f.yaml", file), Map.of());
    return Notifications.open(
        store,
        settings,
        new Notifications.Around(
            http, _ -> annotations, "https://serin.example.org/", Map.of(), DeliveryMetrics.NONE));
  }

  private List<Delivery> all() {
    return store.outbox().list(new Outbox.Filter(List.of(), "", "", Long.MAX_VALUE, 100));
  }

  private void save(String... reasons) {
    List<Transition> transitions =
        Stream.of(reasons).map(it -> new Transition(NOW, it, "it is " + it)).toList();
    store.save(
        CART,
        new Change(
            version++, Status.serving(new Revision("v1"), NOW), List.of(), transitions, List.of()));
  }
}
