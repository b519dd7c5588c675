package dev.serin.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Reply;
import dev.serin.core.engine.RolloutStore.Saved;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.server.store.Outbox.Delivery;
import dev.serin.server.store.Outbox.Depth;
import dev.serin.server.store.Outbox.Filter;
import dev.serin.server.store.Outbox.Message;
import dev.serin.server.store.Outbox.Notice;
import dev.serin.server.store.Outbox.Post;
import dev.serin.server.store.Outbox.Retry;
import dev.serin.server.store.Outbox.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the outbox promises with either database.
abstract class OutboxContract {
  private static final RolloutId DEMO = new RolloutId("default", "demo");
  private static final RolloutId SHOP = new RolloutId("shop", "cart");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Status STATUS = Status.serving(new Revision("v1"), NOW);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Filter ALL = new Filter(List.of(), "", "", Long.MAX_VALUE, 100);

  @TempDir private Path place;
  private Store store;
  private Store other;

  /// Opens the store of a place; the same place is the same store.
  protected abstract Store open(Path place);

  @BeforeEach
  void openTwo() {
    store = open(place);
    other = open(place);
  }

  @AfterEach
  void closeBoth() {
    store.close();
    other.close();
  }

  @Test
  void everyTransitionThatIsSavedIsANoticeOfItsOwn() {
    save(DEMO, 0, "Before");
    Outbox outbox = store.outbox();
    save(DEMO, 1, "First", "Second");
    save(DEMO, 2);
    save(SHOP, 0, "Third");

    assertThat(outbox.notices(10))
        .extracting(Notice::id, n -> n.transition().reason(), Notice::version, Notice::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(DEMO, "First", 2L, STATUS),
            org.assertj.core.groups.Tuple.tuple(DEMO, "Second", 2L, STATUS),
            org.assertj.core.groups.Tuple.tuple(SHOP, "Third", 1L, STATUS));
    assertThat(outbox.notices(1)).hasSize(1);
  }

  @Test
  void whatIsNotSavedIsNoNotice() {
    Outbox outbox = store.outbox();
    save(DEMO, 0, "First");

    assertThat(store.save(DEMO, change(0, "Again"))).isEqualTo(new Saved.Conflict());

    assertThat(outbox.notices(10))
        .extracting(n -> n.transition().reason())
        .containsExactly("First");
  }

  @Test
  void aNoticeSaysWhoAskedForIt() {
    Outbox outbox = store.outbox();
    long number = store.request(DEMO, new Command.Abort("too slow"), "minji", NOW);
    Change aborted =
        new Change(
            0,
            STATUS,
            List.of(),
            List.of(new Transition(NOW, "RolloutAborted", "aborted")),
            List.of(new Reply(number, new Command.Answer.Done("done"))));

    store.save(DEMO, aborted);
    save(DEMO, 1, "Later");

    assertThat(outbox.notices(10)).extracting(Notice::by).containsExactly("minji", "");
  }

  @Test
  void aNoticeLeadsToItsMessagesOnce() {
    Outbox outbox = store.outbox();
    save(DEMO, 0, "First", "Second");
    List<Post> posts = posts(outbox.notices(10), "slack", "#ops");

    assertThat(outbox.put(posts)).isEqualTo(2);
    assertThat(other.outbox().put(posts)).isZero();

    assertThat(outbox.notices(10)).isEmpty();
    assertThat(outbox.list(ALL))
        .extracting(d -> d.message().event(), Delivery::state, Delivery::attempts)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Second", State.WAITING, 0),
            org.assertj.core.groups.Tuple.tuple("First", State.WAITING, 0));
    assertThat(outbox.depth()).isEqualTo(new Depth(0, 2, 0));
  }

  @Test
  void theMessagesToOneDestinationGoOutOneAfterAnother() {
    Outbox outbox = store.outbox();
    save(DEMO, 0, "First", "Second", "Third");
    List<Notice> notices = outbox.notices(10);
    outbox.put(posts(notices.subList(0, 2), "slack", "#ops"));
    outbox.put(posts(notices.subList(2, 3), "slack", "#shop"));

    List<Delivery> claimed = outbox.claim(10, LONG);

    assertThat(claimed).extracting(d -> d.message().event()).containsExactly("First", "Third");
    assertThat(other.outbox().claim(10, LONG)).isEmpty();
    assertThat(outbox.delivered(claimed.getFirst())).isTrue();
    assertThat(other.outbox().claim(10, LONG))
        .extracting(d -> d.message().event())
        .containsExactly("Second");
  }

  @Test
  void aMessageThatIsNotTakenIsSentAgainAndHoldsBackTheNext() {
    Outbox outbox = withTwo();
    Delivery first = outbox.claim(10, LONG).getFirst();

    assertThat(outbox.failed(first, "no answer", new Retry(Duration.ZERO, LONG)))
        .isEqualTo(State.WAITING);

    Delivery again = outbox.claim(10, LONG).getFirst();
    assertThat(again.message()).isEqualTo(first.message());
    assertThat(again.attempts()).isEqualTo(2);
    assertThat(again.problem()).isEqualTo("no answer");
    assertThat(outbox.failed(again, "no answer", new Retry(LONG, LONG))).isEqualTo(State.WAITING);
    assertThat(outbox.claim(10, LONG)).isEmpty();
  }

  @Test
  void aMessageThatIsTooOldIsGivenUpUntilItIsRevived() {
    Outbox outbox = withTwo();
    Delivery first = outbox.claim(10, LONG).getFirst();

    assertThat(outbox.failed(first, "gone", new Retry(LONG, Duration.ZERO))).isEqualTo(State.DEAD);

    assertThat(outbox.depth()).isEqualTo(new Depth(0, 1, 1));
    assertThat(outbox.claim(10, LONG)).extracting(Delivery::number).doesNotContain(first.number());
    assertThat(outbox.revive(first.number())).isTrue();
    assertThat(outbox.revive(first.number())).isFalse();
    assertThat(outbox.find(first.number()).getFirst().state()).isEqualTo(State.WAITING);
  }

  @Test
  void whoeverWasThoughtDeadChangesNothing() {
    Outbox outbox = withTwo();
    Delivery late = outbox.claim(10, Duration.ZERO).getFirst();
    Delivery taken = other.outbox().claim(10, LONG).getFirst();
    assertThat(taken.number()).isEqualTo(late.number());

    assertThat(outbox.delivered(late)).isFalse();
    assertThat(outbox.refused(late, "no")).isFalse();
    assertThat(outbox.failed(late, "no", new Retry(Duration.ZERO, Duration.ZERO)))
        .isEqualTo(State.WAITING);
    assertThat(outbox.find(late.number()).getFirst().problem()).isEmpty();
    assertThat(other.outbox().delivered(taken)).isTrue();
  }

  @Test
  void messagesAreFoundByWhatTheyAre() {
    Outbox outbox = store.outbox();
    save(DEMO, 0, "First");
    save(SHOP, 0, "Second");
    outbox.put(posts(outbox.notices(1), "slack", ""));
    outbox.put(posts(outbox.notices(1), "mail", ""));
    outbox.claim(1, LONG).forEach(outbox::delivered);

    assertThat(events(new Filter(List.of("shop"), "", "", Long.MAX_VALUE, 10)))
        .containsExactly("Second");
    assertThat(events(new Filter(List.of(), "delivered", "", Long.MAX_VALUE, 10)))
        .containsExactly("First");
    assertThat(events(new Filter(List.of(), "", "mail", Long.MAX_VALUE, 10)))
        .containsExactly("Second");
    long newest = outbox.list(ALL).getFirst().number();
    assertThat(events(new Filter(List.of(), "", "", newest, 10))).containsExactly("First");
    assertThat(events(new Filter(List.of("none"), "", "", Long.MAX_VALUE, 10))).isEmpty();
  }

  @Test
  void messagesThatEndedAreForgotten() {
    Outbox outbox = withTwo();
    outbox.claim(1, LONG).forEach(outbox::delivered);

    assertThat(outbox.forget(LONG)).isZero();
    assertThat(outbox.forget(Duration.ofMillis(-1))).isEqualTo(1);
    assertThat(outbox.list(ALL)).extracting(d -> d.message().event()).containsExactly("Second");
  }

  @Test
  void nodesShareTheWorkAndSendNothingTwiceNorOutOfOrder() throws Exception {
    int each = 20;
    List<RolloutId> rollouts =
        IntStream.range(0, 4).mapToObj(i -> new RolloutId("default", "r" + i)).toList();
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    store.outbox();
    other.outbox();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Callable<Object>> work = new ArrayList<>();
      for (RolloutId id : rollouts) {
        Store saving = work.size() % 2 == 0 ? store : other;
        work.add(
            () -> {
              for (int i = 0; i < each; i++) {
                saving.save(id, change(i, "%s/%02d".formatted(id.name(), i)));
              }
              return id;
            });
      }
      for (Store node : List.of(store, other, store)) {
        work.add(
            () -> {
              send(node.outbox(), sent, each * rollouts.size());
              return node;
            });
      }
      for (Future<Object> done : threads.invokeAll(work)) {
        done.get();
      }
    }

    assertThat(sent).hasSize(each * rollouts.size()).doesNotHaveDuplicates();
    for (RolloutId id : rollouts) {
      assertThat(sent.stream().filter(it -> it.startsWith(id.name()))).isSorted();
    }
  }

  private void send(Outbox outbox, List<String> sent, int all) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (sent.size() < all && System.nanoTime() < deadline) {
      List<Notice> notices = outbox.notices(3);
      outbox.put(notices.stream().map(n -> post(n, "hook", n.id().name())).toList());
      for (Delivery delivery : outbox.claim(2, LONG)) {
        sent.add(delivery.message().event());
        assertThat(outbox.delivered(delivery)).isTrue();
      }
    }
  }

  private Outbox withTwo() {
    Outbox outbox = store.outbox();
    save(DEMO, 0, "First", "Second");
    outbox.put(posts(outbox.notices(10), "slack", "#ops"));
    return outbox;
  }

  private List<String> events(Filter filter) {
    return store.outbox().list(filter).stream().map(d -> d.message().event()).toList();
  }

  private void save(RolloutId id, long expected, String... reasons) {
    assertThat(store.save(id, change(expected, reasons))).isEqualTo(new Saved.Done(expected + 1));
  }

  private static Change change(long expected, String... reasons) {
    List<Transition> transitions =
        Stream.of(reasons).map(reason -> new Transition(NOW, reason, "it is " + reason)).toList();
    return new Change(expected, STATUS, List.of(), transitions, List.of());
  }

  private static List<Post> posts(List<Notice> notices, String service, String recipient) {
    return notices.stream().map(notice -> post(notice, service, recipient)).toList();
  }

  private static Post post(Notice notice, String service, String recipient) {
    String event = notice.transition().reason();
    return new Post(
        notice.number(),
        List.of(new Message("id-" + event, event, service, recipient, notice.id(), "{}")));
  }
}
