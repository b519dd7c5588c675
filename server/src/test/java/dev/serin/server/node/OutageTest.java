package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Ask;
import dev.serin.server.rollouts.Author;
import dev.serin.server.store.Leases;
import dev.serin.server.store.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database that nobody can write to for longer than a lease lasts.
final class OutageTest {
  private static final RolloutId SHOP = new RolloutId("default", "shop");
  private static final Author ANN = new Author("ann", "");

  @TempDir private Path folder = Path.of("");

  @Test
  void usersAreServedAllTheTimeAndTheRolloutGoesOnAfterwards() throws Exception {
    try (HttpClient users = HttpClient.newHttpClient();
        Pools pools = new Pools();
        Store store = Store.open(folder);
        Node node = Nodes.alone(store)) {
      assertThat(node.apply(List.of(Source.of("a.yaml", pools.all("1", "2"))), ANN, false))
          .isInstanceOf(Applied.Done.class);
      await().atMost(Duration.ofSeconds(20)).until(() -> phase(node) == Phase.PAUSED);
      URI address =
          URI.create(
              Objects.requireNonNull(node.find(SHOP).orElseThrow().summary().router()).address());

      try (Connection writer =
              DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("serin.db"));
          Statement statement = writer.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        Instant over = Instant.now().plus(Leases.LASTS).plus(Leases.EVERY);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  HttpRequest request = HttpRequest.newBuilder(address).build();
                  assertThat(users.send(request, BodyHandlers.ofString()).statusCode())
                      .isEqualTo(200);
                  return Instant.now().isAfter(over);
                });
        statement.execute("ROLLBACK");
      }

      node.ask(
          SHOP,
          new Ask(new Ask.Wish.Order(new Command.Promote()), ANN, null, OptionalLong.empty()));
      await().atMost(Duration.ofSeconds(30)).until(() -> phase(node) == Phase.HEALTHY);
      assertThat(node.find(SHOP).orElseThrow().summary().stable()).isEqualTo("2");
    }
  }

  private static Phase phase(Node node) {
    return node.find(SHOP).orElseThrow().summary().phase();
  }
}
