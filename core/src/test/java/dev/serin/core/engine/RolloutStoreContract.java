package dev.serin.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Reply;
import dev.serin.core.engine.RolloutStore.Request;
import dev.serin.core.engine.RolloutStore.Saved;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store promises. Two stores on the same place are two processes that share it.
public abstract class RolloutStoreContract {
  private static final RolloutId DEMO = new RolloutId("default", "demo");
  private static final RolloutId OTHER = new RolloutId("other", "demo");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir private Path place;
  private final List<RolloutStore> open = new ArrayList<>();
  private RolloutStore store;
  private RolloutStore second;

  /// Opens a store on a place; what is saved on a place is seen by all stores there.
  protected abstract RolloutStore open(Path place);

  @BeforeEach
  void openTwo() {
    store = opened();
    second = opened();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (RolloutStore each : open) {
      if (each instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  private RolloutStore opened() {
    RolloutStore opened = open(place);
    open.add(opened);
    return opened;
  }

  /// A status that differs for each number.
  static Status status(int number) {
    return Status.fresh(new Revision("v" + number), NOW.plusSeconds(number));
  }

  static Transition transition(int number) {
    return new Transition(NOW.plusSeconds(number), "Reason" + number, "message " + number);
  }

  static Change change(long expected, int number) {
    return new Change(expected, status(number), List.of(), List.of(transition(number)), List.of());
  }

  @Test
  void aRolloutNobodySavedIsNotThere() {
    assertThat(store.find(DEMO)).isEmpty();
    assertThat(store.transitions(DEMO)).isEmpty();
    assertThat(store.requests(DEMO)).isEmpty();
  }

  @Test
  void whatIsSavedIsFoundByEveryStoreOnThePlace() {
    List<AnalysisRun> runs = Samples.of(AnalysisRun.class);

    Saved saved =
        store.save(DEMO, new Change(0, status(1), runs, List.of(transition(1)), List.of()));

    assertThat(saved).isEqualTo(new Saved.Done(1));
    assertThat(store.find(DEMO)).contains(new Stored(status(1), runs, 1));
    assertThat(second.find(DEMO)).contains(new Stored(status(1), runs, 1));
    assertThat(second.transitions(DEMO)).containsExactly(transition(1));
  }

  @Test
  void everyStatusIsFoundAsItWasSaved() {
    List<Status> statuses = Samples.of(Status.class);
    assertThat(statuses.stream().map(Status::stage).map(Stage::getClass).distinct())
        .hasSize(Stage.class.getPermittedSubclasses().length);

    for (int i = 0; i < statuses.size(); i++) {
      store.save(DEMO, new Change(i, statuses.get(i), List.of(), List.of(), List.of()));
      assertThat(second.find(DEMO)).contains(new Stored(statuses.get(i), List.of(), i + 1));
    }
  }

  @Test
  void rolloutsOfOneNameInTwoNamespacesAreTwo() {
    store.save(DEMO, change(0, 1));
    store.save(OTHER, change(0, 2));

    assertThat(store.find(DEMO)).contains(new Stored(status(1), List.of(), 1));
    assertThat(store.find(OTHER)).contains(new Stored(status(2), List.of(), 1));
    assertThat(store.transitions(OTHER)).containsExactly(transition(2));
  }

  @Test
  void aChangeOfSomethingThatAnotherChangedIsRefusedAsAWhole() {
    store.save(DEMO, change(0, 1));
    long asked = store.request(DEMO, new Command.Promote(), "kim", NOW);
    second.save(DEMO, change(1, 2));

    Saved saved =
        store.save(
            DEMO,
            new Change(
                1,
                status(3),
                List.of(),
                List.of(transition(3)),
                List.of(new Reply(asked, new Command.Answer.Done("promoted")))));

    assertThat(saved).isEqualTo(new Saved.Conflict());
    assertThat(store.find(DEMO)).contains(new Stored(status(2), List.of(), 2));
    assertThat(store.transitions(DEMO)).containsExactly(transition(1), transition(2));
    assertThat(store.answer(asked)).isEmpty();
  }

  @Test
  void aRolloutIsBegunOnce() {
    assertThat(store.save(DEMO, change(0, 1))).isEqualTo(new Saved.Done(1));
    assertThat(second.save(DEMO, change(0, 2))).isEqualTo(new Saved.Conflict());
  }

  @Test
  void aRolloutThatIsNotThereHasNoLaterVersion() {
    assertThat(store.save(DEMO, change(5, 1))).isEqualTo(new Saved.Conflict());
    assertThat(store.find(DEMO)).isEmpty();
    assertThat(store.transitions(DEMO)).isEmpty();
  }

  @Test
  void transitionsKeepTheirOrderWhateverTheirTimesSay() {
    List<Transition> log = List.of(transition(5), transition(3), transition(3), transition(9));

    store.save(DEMO, new Change(0, status(1), List.of(), log.subList(0, 3), List.of()));
    store.save(DEMO, new Change(1, status(1), List.of(), log.subList(3, 4), List.of()));

    assertThat(second.transitions(DEMO)).isEqualTo(log);
  }

  @Test
  void everyCommandReachesTheOtherProcessOldestFirst() {
    List<Command> commands = Samples.of(Command.class);

    List<Long> numbers =
        commands.stream().map(c -> second.request(DEMO, c, "kim@host", NOW)).toList();
    second.request(OTHER, new Command.Pause(), "lee", NOW);

    assertThat(store.requests(DEMO))
        .isEqualTo(
            IntStream.range(0, commands.size())
                .mapToObj(i -> new Request(numbers.get(i), commands.get(i), "kim@host", NOW))
                .toList());
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anAnswerReachesWhoAskedAndEndsTheRequest() {
    long first = second.request(DEMO, new Command.Promote(), "kim", NOW);
    long next = second.request(DEMO, new Command.Abort("why"), "kim", NOW);
    assertThat(second.answer(first)).isEmpty();

    answer(0, first, new Command.Answer.Refused("nothing to promote"));

    assertThat(second.answer(first)).contains(new Command.Answer.Refused("nothing to promote"));
    assertThat(second.answer(next)).isEmpty();
    assertThat(store.requests(DEMO)).extracting(Request::number).containsExactly(next);
  }

  @Test
  void aRequestIsAnsweredOnce() {
    long asked = second.request(DEMO, new Command.Promote(), "kim", NOW);

    answer(0, asked, new Command.Answer.Done("promoted"));
    answer(1, asked, new Command.Answer.Refused("too late"));

    assertThat(second.answer(asked)).contains(new Command.Answer.Done("promoted"));
  }

  private void answer(long expected, long request, Command.Answer answer) {
    store.save(
        DEMO,
        new Change(expected, status(1), List.of(), List.of(), List.of(new Reply(request, answer))));
  }

  @Test
  void ofManyWhoChangeTheSameVersionExactlyOneSucceeds() throws Exception {
    int rounds = 20;
    List<Callable<Integer>> racers =
        List.of(() -> wins(store, rounds), () -> wins(second, rounds), () -> wins(store, rounds));
    int wins = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> racer : threads.invokeAll(racers)) {
        wins += racer.get();
      }
    }

    assertThat(wins).isEqualTo(rounds);
    assertThat(store.find(DEMO).orElseThrow().version()).isEqualTo(rounds);
    assertThat(store.transitions(DEMO)).hasSize(rounds);
  }

  private static int wins(RolloutStore store, int rounds) {
    int wins = 0;
    for (int version = 0; version < rounds; version++) {
      Saved saved = store.save(DEMO, change(version, version));
      wins += saved instanceof Saved.Done ? 1 : 0;
    }
    return wins;
  }
}
