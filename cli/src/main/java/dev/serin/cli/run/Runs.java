package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Output;
import dev.serin.cli.console.Refusal;
import dev.serin.cli.view.Ending;
import dev.serin.cli.view.Place;
import dev.serin.core.engine.Guard;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Saved;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.engine.TrafficRouter.Capability;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.server.store.RunLock;
import dev.serin.server.store.SqliteStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Runs rollouts in this process.
public final class Runs {
  private final Console console;
  private final Path folder;
  private final Output output;

  /// @param folder where rollouts are kept
  public Runs(Console console, Path folder, Output output) {
    this.console = console;
    this.folder = folder;
    this.output = output;
  }

  /// What is done with what the store knows of a rollout.
  private enum Past {
    /// An unfinished rollout is refused.
    NONE,
    /// It goes on.
    RESUMED,
    /// The version that was stable before comes back.
    REVERTED,
    /// It is forgotten.
    FORGOTTEN
  }

  /// Runs a rollout from its beginning; an unfinished one is refused.
  ///
  /// @return the exit code
  /// @throws Refusal when the order can not be carried out
  public int begin(RunOrder order) {
    return start(order, Past.NONE);
  }

  /// Forgets what the store knows of a rollout, and runs it from its beginning.
  ///
  /// @return the exit code
  /// @throws Refusal when the order can not be carried out
  public int restart(RunOrder order) {
    return start(order, Past.FORGOTTEN);
  }

  /// Brings the version back that was stable before the last promotion, step by step.
  ///
  /// @return the exit code
  /// @throws Refusal when the order can not be carried out
  public int rollback(RunOrder order) {
    return start(order, Past.REVERTED);
  }

  /// Goes on with a rollout: by its name, as it was started; or by its manifests, as they are now.
  ///
  /// @return the exit code
  /// @throws Refusal when the order can not be carried out
  public int resume(RunOrder order) {
    boolean named =
        order.files().isEmpty()
            || (order.files().size() == 1 && !order.files().getFirst().toFile().exists());
    if (!named) {
      return start(order, Past.RESUMED);
    }
    RunOrder.Surroundings around = usable(order.surroundings());
    String name = keptName(order);
    StateFolder.refuseMissing(folder);
    try (SqliteStore store = SqliteStore.open(folder)) {
      RolloutId id = new StateFolder(folder, store).find(name);
      String kept =
          store
              .findPlan(id)
              .orElseThrow(
                  () -> new Refusal("nothing was kept of the run of " + id + "; name its files"));
      return run(RunPlan.parse(kept).with(around), order, Past.RESUMED, store);
    }
  }

  /// Which rollout is to go on as it was started; what would be ignored then is refused.
  private static String keptName(RunOrder order) {
    if (!order.targets().none()) {
      throw new Refusal(
          "--resume without a manifest goes on with the versions that the rollout was started with;"
              + " to say --stable, --canary or their versions anew, name the manifest as well");
    }
    if (order.files().isEmpty()) {
      return order.name();
    }
    String name = order.files().getFirst().toString();
    if (!order.name().isEmpty() && !order.name().equals(name)) {
      throw new Refusal(
          "--resume '%s' and --name '%s' name two rollouts; leave one out"
              .formatted(name, order.name()));
    }
    return name;
  }

  /// What is around a run in words that mean the same from any folder.
  private static RunOrder.Surroundings usable(RunOrder.Surroundings said) {
    if (said.prometheus() != null) {
      HostPort.refuseNoWebServer("--prometheus", said.prometheus());
    }
    Integer threads = said.gatewayThreads();
    if (threads != null && (threads < 1 || threads > GatewayOptions.MOST_EVENT_LOOPS)) {
      throw new Refusal(
          "--gateway-threads must be 1 to %d, but is %d"
              .formatted(GatewayOptions.MOST_EVENT_LOOPS, threads));
    }
    return new RunOrder.Surroundings(
        said.listen(),
        said.admin(),
        said.router(),
        said.prometheus(),
        SecretPlaces.absolute(said.secrets()),
        said.unguarded(),
        said.gatewayThreads());
  }

  private int start(RunOrder order, Past past) {
    RunOrder.Surroundings around = usable(order.surroundings());
    RunPlan plan =
        new RunPlan(Proposal.texts(order.files()), order.name(), order.targets(), around);
    Proposal.read(plan);
    try (SqliteStore store = SqliteStore.open(folder)) {
      return run(plan, order, past, store);
    }
  }

  private int run(RunPlan plan, RunOrder order, Past past, SqliteStore store) {
    Proposal proposal = Proposal.read(plan);
    RolloutId id = proposal.rollout().id();
    BackendChoice written =
        BackendChoice.of(proposal.rollout().spec().strategy(), proposal.backends(), plan.targets());
    try (RunLock _ = lock(id)) {
      Optional<Stored> stored = past == Past.FORGOTTEN ? Optional.empty() : store.find(id);
      stored.ifPresent(s -> refuseUnfinished(id, s.status(), past));
      boolean over = past == Past.NONE && stored.isPresent() && promoted(store, id, plan, written);
      if (over && !order.stay()) {
        return already(id, written);
      }
      Past known = over ? Past.RESUMED : past;
      BackendChoice backends =
          stored.map(s -> roles(written, s.status(), plan, known)).orElse(written);
      refuseSameAgain(past, backends, written);
      Release asked = release(proposal, backends);
      Release release = plan.surroundings().unguarded() ? asked : Guard.on(asked);
      SecretPlaces secrets = new SecretPlaces(plan.surroundings().secrets(), console.environment());
      Admission.check(
          release,
          new Admission.Abilities(
              EnumSet.allOf(Capability.class),
              Site.PROVIDERS,
              secrets,
              plan.surroundings().router()));
      prepare(store, release, plan, known);
      try (Site site =
          Site.open(release, backends, plan.surroundings(), new Site.Shared(store, secrets))) {
        retry(store, release, known);
        return session(release, store, site, order);
      }
    }
  }

  /// What the store must say before any user is let in: a rollout that is forgotten begins with
  /// stable serving.
  private static void prepare(SqliteStore store, Release release, RunPlan plan, Past past) {
    RolloutId id = release.id();
    Revision stable = release.stable();
    Optional<Stored> stored = store.find(id);
    if (stored.isPresent() && stable != null && past == Past.FORGOTTEN) {
      forget(store, id, stored.get(), stable);
    }
    store.savePlan(id, plan.json());
  }

  /// A run that failed before is tried again.
  private static void retry(SqliteStore store, Release release, Past past) {
    boolean anew = past == Past.NONE || past == Past.REVERTED;
    if (anew && store.find(release.id()).filter(s -> failed(s.status(), release)).isPresent()) {
      store.request(release.id(), new Command.Retry(), "serin run", Instant.now());
    }
  }

  private static boolean failed(Status status, Release release) {
    return status.stage() instanceof Stage.Aborted && status.current().equals(release.desired());
  }

  private static void forget(SqliteStore store, RolloutId id, Stored stored, Revision stable) {
    Instant now = Instant.now();
    Transition forgotten =
        new Transition(now, "RolloutRestarted", "What was stored is forgotten by --restart");
    Change change =
        new Change(
            stored.version(),
            Status.serving(stable, now),
            List.of(),
            List.of(forgotten),
            List.of());
    switch (store.save(id, change)) {
      case Saved.Done _ -> {}
      case Saved.Conflict _ ->
          throw new Refusal(
              "rollout " + id.name() + " was changed by another process just now; try again");
    }
  }

  private int session(Release release, SqliteStore store, Site site, RunOrder order) {
    Revision from = release.stable() == null ? release.desired() : release.stable();
    Instant now = site.timeline().instant();
    String address = HostPort.url(site.gateway().address());
    Place place = new Place(from, release.desired(), address, begun(release, store).orElse(now));
    Session session =
        new Session(
            release,
            store,
            site,
            new Session.Terms(
                place, order.stay(), order.timeout() == null ? null : now.plus(order.timeout())));
    String guarded = guarded(release);
    String welcome =
        release.id().name()
            + " serves at "
            + address
            + "; metrics at "
            + HostPort.url(site.gateway().adminAddress())
            + "/metrics; state in "
            + folder
            + guarded;
    try (Showing showing = new Showing(console, output)) {
      return showing.show(session, welcome).result().exitCode();
    }
  }

  /// What is said of the guard; empty when the manifest judges by itself.
  private static String guarded(Release release) {
    if (Guard.guards(release)) {
      return "; " + Guard.WORDS;
    }
    return Guard.missing(release.spec()) && !Guard.comparable(release.spec())
        ? "; " + Guard.NOTHING_TO_COMPARE
        : "";
  }

  /// When the update began that is under way already; empty when none is.
  private static Optional<Instant> begun(Release release, SqliteStore store) {
    boolean underWay =
        store
            .find(release.id())
            .filter(s -> s.status().updating() && s.status().current().equals(release.desired()))
            .isPresent();
    return underWay
        ? store.transitions(release.id()).reversed().stream()
            .filter(t -> t.reason().equals("RolloutUpdated"))
            .map(Transition::at)
            .findFirst()
        : Optional.empty();
  }

  private RunLock lock(RolloutId id) {
    return switch (RunLock.take(folder, id)) {
      case RunLock.Outcome.Acquired(var lock) -> lock;
      case RunLock.Outcome.AlreadyRun run ->
          throw new Refusal(
              run.message()
                  + " (state in "
                  + folder
                  + "); serin promote, abort, ... act on it, or choose another --state");
    };
  }

  private void refuseUnfinished(RolloutId id, Status status, Past past) {
    if ((past == Past.NONE || past == Past.REVERTED) && status.updating()) {
      throw new Refusal(
          "rollout "
              + id.name()
              + " is unfinished in "
              + folder
              + " ("
              + status.trusted()
              + " to "
              + status.current()
              + "): go on with --resume, or forget it with --restart");
    }
  }

  /// True when the manifests' new version is stable, and their other one was before it: nothing is
  /// new, and to swap the roles would take production back.
  private static boolean promoted(
      SqliteStore store, RolloutId id, RunPlan plan, BackendChoice written) {
    Status status = store.find(id).orElseThrow().status();
    Revision other = written.stable().revision();
    return plan.byManifest()
        && status.trusted().equals(written.canary().revision())
        && store.history(id).stream().anyMatch(past -> other.equals(past.status().stable()));
  }

  private int already(RolloutId id, BackendChoice written) {
    Revision stable = written.canary().revision();
    Ending ending =
        new Ending(
            Ending.Result.PROMOTED,
            "%s: %s is promoted already; --rollback brings %s back"
                .formatted(id.name(), stable, written.stable().revision()));
    console.out().println(output == Output.JSON ? ending.json(id) : ending.sentence());
    return ending.result().exitCode();
  }

  private static void refuseSameAgain(Past past, BackendChoice backends, BackendChoice written) {
    if (past == Past.REVERTED && backends.equals(written)) {
      throw new Refusal(
          "there is nothing to go back from: "
              + written.canary().revision()
              + ", the new version of these manifests, is not the stable one; run them without"
              + " --rollback");
    }
  }

  private static BackendChoice roles(
      BackendChoice written, Status status, RunPlan plan, Past past) {
    boolean promoted =
        past == Past.RESUMED
            && status.trusted().equals(written.canary().revision())
            && !status.current().equals(written.stable().revision());
    return promoted ? written : written.after(status.trusted(), plan.byManifest());
  }

  static Release release(Proposal proposal, BackendChoice backends) {
    return new Release(
        proposal.rollout().id(),
        proposal.rollout().spec(),
        backends.stable().revision(),
        backends.canary().revision(),
        proposal.templates(),
        proposal.rollout().content().map());
  }
}
