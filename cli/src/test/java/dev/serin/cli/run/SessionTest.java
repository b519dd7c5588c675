package dev.serin.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.demo.Act;
import dev.serin.cli.demo.Demo;
import dev.serin.cli.demo.Fault;
import dev.serin.cli.view.Ending;
import dev.serin.cli.view.Place;
import dev.serin.cli.view.PlainView;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.RolloutStore;
import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.providers.http.Reach;
import dev.serin.server.manifest.GatewayReading;
import dev.serin.server.site.BackendChoice;
import dev.serin.server.site.Hosting;
import dev.serin.server.site.Outside;
import dev.serin.server.site.Site;
import dev.serin.server.site.Targets;
import dev.serin.server.store.Store;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionTest {
  @TempDir private Path folder;

  @Test
  void whoLeavesWhileTheDiskIsFullLeavesEverythingOnStable() throws Exception {
    play(
        null,
        (session, store, stage, run) -> {
          awaitCanary(stage);
          store.full = true;
          session.leave();
          Ending ending = run.get(20, TimeUnit.SECONDS);
          assertThat(ending.result()).isEqualTo(Ending.Result.UNDECIDED);
          assertThat(ending.sentence()).contains("v1 gets everything");
          assertThat(routing(stage)).isEqualTo(Routing.allTo(stage.first()));
        });
  }

  @Test
  void aRunEndsInTimeWhileTheDiskIsFull() throws Exception {
    play(
        Duration.ofSeconds(3),
        (session, store, stage, run) -> {
          store.full = true;
          Ending ending = run.get(30, TimeUnit.SECONDS);
          assertThat(ending.result()).isEqualTo(Ending.Result.UNDECIDED);
        });
  }

  /// A test's own part.
  private interface Play {
    void act(Session session, Disk store, Stage stage, CompletableFuture<Ending> run)
        throws Exception;
  }

  /// Where a session plays.
  private record Stage(Site site, Release release) {
    Revision first() {
      return Objects.requireNonNull(release.stable());
    }
  }

  private void play(@Nullable Duration timeout, Play play) throws Exception {
    try (Demo demo = Demo.open(Fault.NONE);
        Store sqlite = Store.open(folder)) {
      Disk store = new Disk(sqlite);
      Act act = demo.acts().getFirst();
      BackendChoice backends = new BackendChoice(act.stable(), act.canary());
      var around = RunOrder.Surroundings.at("127.0.0.1:0");
      Release release = proposal(demo).release(backends);
      try (Site site =
          Site.open(
              List.of(Hosting.everywhere(release, backends)),
              GatewayChoice.of(GatewayReading.Gateway.USUAL.options(), around),
              new Site.Shared(
                  store, new Outside((_, _, _) -> Optional.empty(), null, Reach.EVERYWHERE)))) {
        Instant now = Instant.now();
        Place place =
            new Place(act.stable().revision(), act.canary().revision(), "http://here", now);
        Instant until = timeout == null ? null : now.plus(timeout);
        Session session = new Session(release, store, site, new Session.Terms(place, false, until));
        play.act(session, store, new Stage(site, release), begin(session));
      }
    }
  }

  private static CompletableFuture<Ending> begin(Session session) {
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                ending.complete(session.run(new PlainView(new PrintWriter(new StringWriter()))));
              } catch (InterruptedException | RuntimeException e) {
                ending.completeExceptionally(e);
              }
            });
    return ending;
  }

  private static Proposal proposal(Demo demo) {
    String text = new String(demo.manifest().bytes(), StandardCharsets.UTF_8);
    return Proposal.read(
        new RunPlan(
            List.of(new RunPlan.ManifestText("rollout.yaml", text, null)),
            "",
            new Targets(List.of(), List.of(), null, null),
            RunOrder.Surroundings.at(null)));
  }

  private static void awaitCanary(Stage stage) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (routing(stage).weight().equals(Routing.allTo(stage.first()).weight())) {
      assertThat(System.nanoTime()).as("the canary gets nothing").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static Routing routing(Stage stage) {
    return stage.site().carriers().observe(stage.release().id())
            instanceof Live.Routed(var routing, _, _)
        ? routing
        : Routing.allTo(stage.first());
  }

  /// A store whose disk can be full.
  private static final class Disk implements RolloutStore {
    private final RolloutStore store;
    private volatile boolean full;

    Disk(RolloutStore store) {
      this.store = store;
    }

    @Override
    public Optional<Stored> find(RolloutId id) {
      return store.find(id);
    }

    @Override
    public Saved save(RolloutId id, Change change) {
      refuseWhenFull();
      return store.save(id, change);
    }

    @Override
    public long request(RolloutId id, Command command, String by, Instant at) {
      refuseWhenFull();
      return store.request(id, command, by, at);
    }

    @Override
    public List<Request> requests(RolloutId id) {
      return store.requests(id);
    }

    @Override
    public Optional<Command.Answer> answer(long request) {
      return store.answer(request);
    }

    @Override
    public List<Transition> transitions(RolloutId id) {
      return store.transitions(id);
    }

    private void refuseWhenFull() {
      if (full) {
        throw new StoreException("the disk is full", new IllegalStateException("full"));
      }
    }
  }
}
