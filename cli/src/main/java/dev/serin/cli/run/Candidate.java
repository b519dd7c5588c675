package dev.serin.cli.run;

import dev.serin.cli.view.Ending;
import dev.serin.cli.view.Place;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Secrets;
import dev.serin.core.engine.Guard;
import dev.serin.core.engine.Release;
import dev.serin.core.engine.RolloutStore.Change;
import dev.serin.core.engine.RolloutStore.Saved;
import dev.serin.core.engine.RolloutStore.Stored;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.rollout.Stage;
import dev.serin.core.rollout.Status;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.server.Refusal;
import dev.serin.server.router.RouterChoice;
import dev.serin.server.site.Admission;
import dev.serin.server.site.BackendChoice;
import dev.serin.server.site.Hosting;
import dev.serin.server.site.Site;
import dev.serin.server.store.RunLock;
import dev.serin.server.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A rollout that is to run in this process and in no other: what the manifests propose, in the
/// light of what the store knows of it.
final class Candidate implements AutoCloseable {
  private final Proposal proposal;
  private final RunPlan plan;
  private final Past past;
  private final StateFolder state;
  private final RunLock lock;
  private boolean promoted;

  private Candidate(Proposal proposal, RunPlan plan, Past past, StateFolder state) {
    this.proposal = proposal;
    this.plan = plan.about(proposal.rollout().id().toString());
    this.past = past;
    this.state = state;
    this.lock = lock(state, proposal.rollout().id());
  }

  /// Takes a rollout; nobody else can then, until [#close()].
  ///
  /// @throws Refusal when another process runs it, its versions can not be used, or it is
  ///     unfinished and that was not asked for
  static Candidate take(Proposal proposal, RunPlan plan, Past past, StateFolder state) {
    Candidate candidate = new Candidate(proposal, plan, past, state);
    try {
      BackendChoice written = candidate.written();
      Optional<Stored> stored = candidate.stored();
      stored.ifPresent(known -> candidate.refuseUnfinished(known.status()));
      candidate.promoted = past == Past.NONE && candidate.promoted(stored, written);
      return candidate;
    } catch (RuntimeException refused) {
      candidate.close();
      throw refused;
    }
  }

  private static RunLock lock(StateFolder state, RolloutId id) {
    return switch (RunLock.take(state.path(), id)) {
      case RunLock.Outcome.Acquired(var lock) -> lock;
      case RunLock.Outcome.AlreadyRun run ->
          throw new Refusal(
              run.message()
                  + " (state in "
                  + state.path()
                  + "); serin promote, abort, ... act on it, or choose another --state");
    };
  }

  RolloutId id() {
    return proposal.rollout().id();
  }

  private Store store() {
    return state.store();
  }

  private Optional<Stored> stored() {
    return past == Past.FORGOTTEN ? Optional.empty() : store().find(id());
  }

  private BackendChoice written() {
    return BackendChoice.of(
        proposal.rollout().spec().strategy(), proposal.backends(), plan.targets());
  }

  private void refuseUnfinished(Status status) {
    if ((past == Past.NONE || past == Past.REVERTED) && status.updating()) {
      throw new Refusal(
          "rollout "
              + id().name()
              + " is unfinished in "
              + state.path()
              + " ("
              + status.trusted()
              + " to "
              + status.current()
              + "): go on with --resume, or forget it with --restart");
    }
  }

  /// True when the manifests' new version is stable, and their other one was before it: nothing is
  /// new, and to swap the roles would take production back.
  boolean promoted() {
    return promoted;
  }

  private boolean promoted(Optional<Stored> stored, BackendChoice written) {
    Revision other = written.stable().revision();
    return plan.byManifest()
        && stored.isPresent()
        && stored.get().status().trusted().equals(written.canary().revision())
        && store().history(id()).stream().anyMatch(old -> other.equals(old.status().stable()));
  }

  /// What is said of a rollout that is [#promoted()].
  Ending already() {
    BackendChoice written = written();
    return new Ending(
        Ending.Result.PROMOTED,
        "%s: %s is promoted already; --rollback brings %s back"
            .formatted(id().name(), written.canary().revision(), written.stable().revision()));
  }

  /// What runs, with its roles as the store knows them.
  ///
  /// @throws Refusal when it can not run here
  Hosting admitted(Secrets secrets) {
    BackendChoice written = written();
    BackendChoice backends = stored().map(s -> roles(written, s.status())).orElse(written);
    if (past == Past.REVERTED && backends.equals(written)) {
      throw new Refusal(
          "there is nothing to go back from: "
              + written.canary().revision()
              + ", the new version of these manifests, is not the stable one; run them without"
              + " --rollback");
    }
    Release asked = proposal.release(backends);
    Release release = plan.surroundings().unguarded() ? asked : Guard.on(asked);
    Checked<RouterChoice> router =
        RouterChoice.of(release.spec().strategy(), plan.surroundings().router());
    Admission.check(
        release, new Admission.Abilities(router, plan.byManifest(), Site.PROVIDERS, secrets));
    RouterChoice chosen = ((Checked.Valid<RouterChoice>) router).value();
    return new Hosting(
        release,
        backends,
        new Hosting.Front(chosen, proposal.places(), written, past == Past.RESUMED));
  }

  private BackendChoice roles(BackendChoice written, Status status) {
    boolean same =
        (past == Past.RESUMED || promoted)
            && status.trusted().equals(written.canary().revision())
            && !status.current().equals(written.stable().revision());
    return same ? written : written.after(status.trusted(), plan.byManifest());
  }

  /// Writes what the store must say before any user is let in: a rollout that is forgotten begins
  /// with stable serving.
  void prepare(Release release) {
    Optional<Stored> known = store().find(id());
    Revision stable = release.stable();
    if (known.isPresent() && stable != null && past == Past.FORGOTTEN) {
      forget(known.get(), stable);
    }
    store().savePlan(id(), plan.json());
  }

  private void forget(Stored known, Revision stable) {
    Instant now = Instant.now();
    Transition forgotten =
        new Transition(now, "RolloutRestarted", "What was stored is forgotten by --restart");
    Change change =
        new Change(
            known.version(), Status.serving(stable, now), List.of(), List.of(forgotten), List.of());
    switch (store().save(id(), change)) {
      case Saved.Done _ -> {}
      case Saved.Conflict _ ->
          throw new Refusal(
              "rollout " + id().name() + " was changed by another process just now; try again");
    }
  }

  /// Asks for another try when a run failed before.
  void retry(Release release) {
    boolean anew = (past == Past.NONE && !promoted) || past == Past.REVERTED;
    if (anew && store().find(id()).filter(s -> failed(s.status(), release)).isPresent()) {
      store().request(id(), new Command.Retry(), "serin run", Instant.now());
    }
  }

  private static boolean failed(Status status, Release release) {
    return status.stage() instanceof Stage.Aborted && status.current().equals(release.desired());
  }

  /// Where its update is, from its first look on.
  ///
  /// @param address where users find it
  Place place(Release release, String address, Instant now) {
    Revision from = release.stable() == null ? release.desired() : release.stable();
    return new Place(from, release.desired(), address, begun(release).orElse(now));
  }

  /// When the update began that is under way already; empty when none is.
  private Optional<Instant> begun(Release release) {
    boolean underWay =
        store()
            .find(id())
            .filter(s -> s.status().updating() && s.status().current().equals(release.desired()))
            .isPresent();
    return underWay
        ? store().transitions(id()).reversed().stream()
            .filter(t -> t.reason().equals("RolloutUpdated"))
            .map(Transition::at)
            .findFirst()
        : Optional.empty();
  }

  /// Lets others run it.
  @Override
  public void close() {
    lock.close();
  }
}
