package dev.serin.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import dev.serin.manifest.tree.Source;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Ask;
import dev.serin.server.rollouts.Asked;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Deleted;
import dev.serin.server.rollouts.Filter;
import dev.serin.server.rollouts.Overview;
import dev.serin.server.rollouts.Page;
import dev.serin.server.rollouts.Summary;
import dev.serin.server.store.Catalog;
import dev.serin.server.store.DocumentId;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node does with rollouts, over real gateways and services.
final class NodeTest {
  private static final RolloutId SHOP = new RolloutId("default", "shop");
  private static final Author ANN = new Author("ann", "it is time");

  @TempDir private Path folder = Path.of("");
  private Pools pools;
  private Store store;
  private Node node;

  @BeforeEach
  void open() throws IOException {
    pools = new Pools();
    reopen();
  }

  private void reopen() {
    store = Store.open(folder);
    node = Nodes.alone(store);
  }

  @AfterEach
  void close() {
    node.close();
    store.close();
    pools.close();
  }

  private Applied apply(String manifests) {
    return node.apply(List.of(Source.of("shop.yaml", manifests)), ANN, false);
  }

  private Overview awaiting(Predicate<Overview> wanted) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> node.find(SHOP).orElseThrow(), seen -> wanted.test(seen));
  }

  private static boolean paused(Overview shop) {
    return shop.summary().phase() == Phase.PAUSED;
  }

  private static boolean serves(Overview shop, String revision) {
    return shop.summary().phase() == Phase.HEALTHY
        && revision.equals(shop.summary().stable())
        && revision.equals(shop.summary().desired());
  }

  private Command.Answer ask(Ask.Wish wish) {
    return switch (node.ask(SHOP, new Ask(wish, ANN, null, OptionalLong.empty()))) {
      case Asked.Stored(var number) -> node.answer(number, Duration.ofSeconds(10)).orElseThrow();
      case Asked.Reused reused -> throw new AssertionError(reused);
      case Asked.Unknown unknown -> throw new AssertionError(unknown);
      case Asked.Outdated outdated -> throw new AssertionError(outdated);
    };
  }

  private void promoted(String revision) {
    awaiting(NodeTest::paused);
    assertThat(ask(new Ask.Wish.Order(new Command.Promote())))
        .isInstanceOf(Command.Answer.Done.class);
    awaiting(shop -> serves(shop, revision));
  }

  @Test
  void runsARolloutFromItsManifestsToItsPromotion() {
    assertThat(apply(pools.all("1", "2")))
        .isInstanceOfSatisfying(
            Applied.Done.class,
            done ->
                assertThat(done.changes())
                    .hasSize(4)
                    .allMatch(change -> change.what() == Applied.What.CREATED));
    Overview shop = awaiting(NodeTest::paused);
    Summary summary = shop.summary();
    assertThat(summary.stable()).isEqualTo("1");
    assertThat(summary.desired()).isEqualTo("2");
    assertThat(summary.weight()).isEqualTo(500_000);
    assertThat(summary.effective()).isEqualTo(500_000);
    assertThat(summary.step()).isEqualTo(new Summary.Step(1, 3, "pause"));
    assertThat(summary.backends())
        .extracting(Summary.Pool::name, Summary.Pool::role, Summary.Pool::healthy)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("blue", "stable", true),
            org.assertj.core.groups.Tuple.tuple("green", "canary", true));
    assertThat(shop.node()).isEqualTo(node.node());
    promoted("2");
    assertThat(store.transitions(SHOP))
        .extracting(Transition::reason)
        .containsExactly(
            "RolloutUpdated",
            "RolloutStepCompleted",
            "RolloutPaused",
            "RolloutStepCompleted",
            "AnalysisRunSuccessful",
            "RolloutStepCompleted",
            "RolloutCompleted");
  }

  @Test
  void aNewVersionOnTheOtherBackendBeginsAnUpdate() {
    apply(pools.all("1", "2"));
    promoted("2");
    apply(pools.backends("3", "2"));
    Overview shop = awaiting(NodeTest::paused);
    assertThat(shop.summary().stable()).isEqualTo("2");
    assertThat(shop.summary().desired()).isEqualTo("3");
    promoted("3");
  }

  @Test
  void nothingNewBeginsNothing() {
    apply(pools.all("1", "2"));
    promoted("2");
    assertThat(apply(pools.all("1", "2")))
        .isInstanceOfSatisfying(
            Applied.Done.class,
            done ->
                assertThat(done.changes())
                    .allMatch(change -> change.what() == Applied.What.UNCHANGED));
    assertThat(apply(pools.rollout("shop").replace("setWeight: 50", "setWeight: 40")))
        .isInstanceOf(Applied.Done.class);
    Overview shop = awaiting(it -> it.summary().plan().contains("setWeight: 40"));
    assertThat(serves(shop, "2")).as("another plan is no new version: %s", shop).isTrue();
  }

  @Test
  void goesBackToWhatWasStableBefore() {
    apply(pools.all("1", "2"));
    promoted("2");
    assertThat(ask(new Ask.Wish.Undo("7")))
        .isInstanceOfSatisfying(
            Command.Answer.Refused.class,
            refused -> assertThat(refused.why()).contains("no Backend runs revision 7"));
    assertThat(ask(new Ask.Wish.Undo(null))).isInstanceOf(Command.Answer.Done.class);
    Overview shop = awaiting(NodeTest::paused);
    assertThat(shop.summary().desired()).isEqualTo("1");
    promoted("1");
  }

  @Test
  void whatCanNotBeCarriedOutChangesNothing() {
    assertThat(apply(pools.rollout("shop"))).isInstanceOf(Applied.Refused.class);
    assertThat(apply(pools.all("1", "1")))
        .isInstanceOfSatisfying(
            Applied.Refused.class,
            refused -> assertThat(refused.why().getFirst()).contains("both version 1"));
    assertThat(apply(pools.all("1", "2").replace("setWeight: 50", "setWeight: 500")))
        .isInstanceOfSatisfying(
            Applied.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .anyMatch(problem -> problem.error() && problem.place().line() == 11));
    assertThat(node.apply(List.of(Source.of("a", pools.all("1", "2"))), ANN, true))
        .isInstanceOf(Applied.Done.class);
    assertThat(node.documents("Backend", null)).isEmpty();
    assertThat(node.find(SHOP)).isEmpty();
  }

  @Test
  void filesMayNameWhatIsStored() {
    apply(pools.all("1", "2"));
    promoted("2");
    String both = pools.backends("3", "2");
    String blue = both.substring(0, both.lastIndexOf("---"));
    assertThat(apply(pools.rollout("shop") + blue)).isInstanceOf(Applied.Done.class);
    awaiting(shop -> shop.summary().desired().equals("3"));
    String other = pools.template().replace("name: healthy", "name: other");
    assertThat(apply(pools.rollout("shop") + other)).isInstanceOf(Applied.Done.class);
    assertThat(apply(pools.rollout("shop").replace("Name: healthy", "Name: nowhere") + other))
        .isInstanceOfSatisfying(
            Applied.Refused.class,
            refused -> assertThat(refused.why().getFirst()).contains("nowhere"));
    assertThat(apply(pools.rollout("shop").replace("Service: green", "Service: gone") + blue))
        .isInstanceOfSatisfying(
            Applied.Refused.class,
            refused -> assertThat(refused.why().getFirst()).contains("gone"));
  }

  @Test
  void goesOnWhereItWasAfterARestart() {
    apply(pools.all("1", "2"));
    awaiting(NodeTest::paused);
    node.close();
    store.close();
    reopen();
    assertThat(awaiting(shop -> paused(shop) && node.node().equals(shop.node())).summary().weight())
        .isEqualTo(500_000);
    promoted("2");
  }

  @Test
  void isDeletedWhenItRests() {
    apply(pools.all("1", "2"));
    awaiting(NodeTest::paused);
    DocumentId rollout = DocumentId.of(SHOP);
    DocumentId blue = new DocumentId("Backend", "default", "blue");
    assertThat(node.delete(rollout, ANN)).isInstanceOf(Deleted.Refused.class);
    assertThat(node.delete(blue, ANN)).isInstanceOf(Deleted.Refused.class);
    promoted("2");
    assertThat(node.delete(rollout, ANN)).isInstanceOf(Deleted.Done.class);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> node.signals(SHOP, Duration.ofSeconds(1)).isEmpty());
    assertThat(node.find(SHOP)).isEmpty();
    assertThat(node.delete(rollout, ANN)).isInstanceOf(Deleted.Unknown.class);
    assertThat(node.delete(blue, ANN)).isInstanceOf(Deleted.Done.class);
    assertThat(store.transitions(SHOP)).as("the log stays").isNotEmpty();
    apply(pools.all("1", "2"));
    awaiting(NodeTest::paused);
  }

  @Test
  void twoOnOneGatewayNeedPlacesOfTheirOwn() {
    String two = pools.all("1", "2") + pools.rollout("cart");
    apply(two + Pools.gateway("shop.test", "shop", "cart.test", "cart"));
    awaiting(NodeTest::paused);
    Page page = node.list(new Filter(Set.of("default"), null, "", null, 1));
    assertThat(page.items()).extracting(item -> item.id().name()).containsExactly("cart");
    assertThat(node.list(new Filter(Set.of(), null, "", page.next(), 1)).items())
        .extracting(item -> item.id().name())
        .containsExactly("shop");
    assertThat(node.list(new Filter(Set.of(), Phase.DEGRADED, "", null, 10)).items()).isEmpty();
    assertThat(node.list(new Filter(Set.of(), null, "SHO", null, 10)).items()).hasSize(1);
  }

  @Test
  void twoAtOnePlaceAreRefused() {
    apply(pools.all("1", "2"));
    promoted("2");
    assertThat(apply(pools.rollout("cart")))
        .isInstanceOfSatisfying(
            Applied.Refused.class,
            refused ->
                assertThat(refused.why().getFirst()).contains("default/shop is at every place"));
    assertThat(
            apply(pools.rollout("cart") + Pools.gateway("shop.test", "shop", "SHOP.test", "cart")))
        .isInstanceOf(Applied.Invalid.class);
    assertThat(
            apply(pools.rollout("cart") + Pools.gateway("shop.test", "shop", "cart.test", "cart")))
        .isInstanceOf(Applied.Done.class);
    awaiting(shop -> router(shop).address().contains("shop.test"));
  }

  @Test
  void theFirstGatewayReachesRolloutsThatAreThere() {
    apply(pools.all("1", "2"));
    promoted("2");
    assertThat(apply(Pools.gateway("cart.test", "cart")))
        .isInstanceOfSatisfying(
            Applied.Refused.class,
            refused -> assertThat(refused.why().getFirst()).contains("leads to rollout shop"));
    assertThat(apply(Pools.gateway("shop.test", "shop"))).isInstanceOf(Applied.Done.class);
    awaiting(shop -> router(shop).address().contains("shop.test"));
  }

  private static Summary.Router router(Overview shop) {
    return Objects.requireNonNull(shop.summary().router());
  }

  @Test
  void aThirdVersionTakesTheSecondsPlaceInTheMiddleOfItsWay() {
    apply(pools.all("1", "2"));
    awaiting(NodeTest::paused);
    apply(pools.backends("1", "3"));
    awaiting(shop -> paused(shop) && shop.summary().desired().equals("3"));
    assertThat(ask(new Ask.Wish.Order(new Command.Abort(""))))
        .isInstanceOf(Command.Answer.Done.class);
    awaiting(shop -> shop.summary().phase() == Phase.DEGRADED);
    apply(pools.backends("1", "4"));
    promoted("4");
  }

  @Test
  void aRolloutThatIsDeletedAndAppliedAgainAtOnceIsANewOne() {
    apply(pools.all("1", "2"));
    promoted("2");
    for (int i = 0; i < 3; i++) {
      assertThat(node.delete(DocumentId.of(SHOP), ANN)).isInstanceOf(Deleted.Done.class);
      apply(pools.all("1", "2"));
    }
    awaiting(shop -> shop.summary().phase() == Phase.PAUSED && "1".equals(shop.summary().stable()));
    promoted("2");
  }

  @Test
  void goesOnByOldDocumentsWhileNewOnesCanNotBeCarriedOut() {
    apply(pools.all("1", "2"));
    awaiting(NodeTest::paused);
    DocumentId template = new DocumentId("AnalysisTemplate", "default", "healthy");
    Catalog catalog = new Catalog(store);
    var gone = new Catalog.Change(List.of(), List.of(template), List.of(), "ann");
    assertThat(catalog.write(gone, catalog.number())).isPresent();
    Overview shop = awaiting(it -> router(it).trouble().contains("healthy"));
    assertThat(paused(shop)).isTrue();
    apply(pools.all("1", "2"));
    awaiting(it -> router(it).trouble().isEmpty());
    promoted("2");
  }

  @Test
  void beginsOnceItsDocumentCanBeRead() {
    apply(pools.all("1", "2"));
    awaiting(NodeTest::paused);
    write(DocumentId.of(SHOP), "{}");
    node.close();
    store.close();
    reopen();
    awaiting(shop -> shop.summary().message().contains("can not read its Rollout document"));
    apply(pools.all("1", "2"));
    promoted("2");
  }

  private void write(DocumentId id, String content) {
    Catalog catalog = new Catalog(store);
    var change =
        new Catalog.Change(List.of(new Catalog.Put(id, content)), List.of(), List.of(), "ann");
    assertThat(catalog.write(change, catalog.number())).isPresent();
  }

  @Test
  void whoComesWithTheSameKeyAsksOnce() {
    apply(pools.all("1", "2"));
    long version = awaiting(NodeTest::paused).version();
    var skip = new Ask.Wish.Order(new Command.Skip());
    Asked first = node.ask(SHOP, new Ask(skip, ANN, "k", OptionalLong.of(version)));
    assertThat(first).isInstanceOf(Asked.Stored.class);
    assertThat(node.ask(SHOP, new Ask(skip, ANN, "k", OptionalLong.empty()))).isEqualTo(first);
    awaiting(shop -> serves(shop, "2"));
    assertThat(node.ask(SHOP, new Ask(skip, ANN, "k2", OptionalLong.of(version))))
        .isInstanceOf(Asked.Outdated.class);
    assertThat(Objects.requireNonNull(node.find(SHOP).orElseThrow().status()).stable())
        .hasToString("2");
  }
}
