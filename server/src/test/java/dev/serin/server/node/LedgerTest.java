package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.RolloutStore;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.traffic.Revision;
import dev.serin.manifest.tree.Source;
import dev.serin.providers.http.Reach;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Ask;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Filter;
import dev.serin.server.rollouts.Page;
import dev.serin.server.rollouts.Summary;
import dev.serin.server.site.Outside;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of rollouts, and taken in for them, while no node has looked at them yet.
final class LedgerTest {
  private static final RolloutId SHOP = new RolloutId("default", "shop");
  private static final Author ANN = new Author("ann", "it is time");

  @TempDir private Path folder = Path.of("");
  private Pools pools;
  private Store store;
  private Ledger ledger;

  @BeforeEach
  void open() throws IOException {
    pools = new Pools();
    store = Store.open(folder);
    ledger = new Ledger(store, new Outside((_, _, _) -> Optional.empty(), null, Reach.EVERYWHERE));
  }

  @AfterEach
  void close() {
    store.close();
    pools.close();
  }

  private Applied.Done apply(String manifests) {
    return (Applied.Done)
        ledger.apply(List.of(Source.of("shop.yaml", manifests)), ANN, /* dryRun= */ false);
  }

  /// What a node leaves behind that made version 2 stable.
  private void promoted() {
    apply(pools.all("1", "2"));
    Status status = Status.serving(new Revision("2"), Instant.EPOCH);
    store.save(SHOP, new Change(0, status, List.of(), List.of(), List.of()));
    Summary begun = ledger.find(SHOP).orElseThrow().summary();
    write(phase(begun, Phase.HEALTHY, ""));
    assertThat(ledger.find(SHOP).orElseThrow().summary().phase()).isEqualTo(Phase.HEALTHY);
  }

  private static Summary phase(Summary summary, Phase phase, String message) {
    return new Summary(
        phase,
        message,
        summary.strategy(),
        "2",
        summary.desired(),
        null,
        null,
        0,
        null,
        null,
        List.of(),
        summary.guarded(),
        summary.plan());
  }

  private void write(Summary summary) {
    store.write(
        "write a summary",
        h ->
            h.createUpdate("UPDATE summary SET phase = :phase, document = :document")
                .bind("phase", summary.phase().word())
                .bind("document", Glances.json(summary))
                .execute());
  }

  private Page list(Phase phase) {
    return ledger.list(new Filter(Set.of(), phase, "", null, 10));
  }

  @Test
  void whatIsWantedIsToldBeforeANodeHasBegunIt() {
    promoted();
    apply(pools.backends("3", "2"));

    Summary shop = ledger.find(SHOP).orElseThrow().summary();
    assertThat(shop.desired()).isEqualTo("3");
    assertThat(shop.stable()).isEqualTo("2");
    assertThat(shop.phase()).isEqualTo(Phase.PROGRESSING);
    assertThat(shop.message()).isEqualTo("a node is about to begin the update to 3");
    assertThat(ledger.list(new Filter(Set.of(), null, "", null, 10)).items())
        .extracting(item -> item.summary())
        .containsExactly(shop);
    assertThat(list(Phase.HEALTHY).items()).isEmpty();
  }

  @Test
  void whatRestsUponTheFilesIsTold() {
    assertThat(apply(pools.all("1", "2")).resting()).containsExactly(SHOP);
    assertThat(apply(pools.backends("3", "2")).resting()).containsExactly(SHOP);
    Applied.Done again = apply(pools.backends("3", "2"));
    assertThat(again.about()).as("nothing changes").isEmpty();
    assertThat(again.resting()).containsExactly(SHOP);
  }

  @Test
  void aCommandKeepsThePlaceThatItIsAbout() {
    promoted();
    var skip = new Ask.Wish.Order(new Command.Skip());
    ledger.ask(SHOP, new Ask(skip, ANN, null, OptionalLong.of(1)));
    ledger.ask(SHOP, new Ask(skip, ANN, null, OptionalLong.empty()));
    Status status = store.find(SHOP).orElseThrow().status();
    assertThat(store.requests(SHOP))
        .extracting(RolloutStore.Request::place)
        .containsExactly(status.place(), null);
  }

  @Test
  void whatNobodyCanRunStaysDegraded() {
    promoted();
    Summary healthy = ledger.find(SHOP).orElseThrow().summary();
    write(Glances.stuck(healthy, "its Gateway is gone"));
    apply(pools.backends("3", "2"));

    Summary shop = ledger.find(SHOP).orElseThrow().summary();
    assertThat(shop.desired()).isEqualTo("3");
    assertThat(shop.phase()).isEqualTo(Phase.DEGRADED);
    assertThat(shop.message()).contains("its Gateway is gone");
  }
}
