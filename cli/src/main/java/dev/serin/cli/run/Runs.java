package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Output;
import dev.serin.cli.view.Ending;
import dev.serin.core.engine.Guard;
import dev.serin.core.engine.Release;
import dev.serin.core.rollout.RolloutId;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.Reach;
import dev.serin.server.Refusal;
import dev.serin.server.router.Carrier;
import dev.serin.server.site.HostPort;
import dev.serin.server.site.Hosting;
import dev.serin.server.site.Outside;
import dev.serin.server.site.SecretPlaces;
import dev.serin.server.site.Site;
import dev.serin.server.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    try (Store store = Store.open(folder)) {
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
        said.gatewayThreads(),
        absolute(said.accessLog()),
        absolute(said.tlsCertificate()),
        absolute(said.tlsKey()));
  }

  private static @Nullable String absolute(@Nullable String file) {
    return file == null || file.equals(GatewayChoice.STANDARD_OUTPUT)
        ? file
        : Path.of(file).toAbsolutePath().toString();
  }

  private int start(RunOrder order, Past past) {
    RunOrder.Surroundings around = usable(order.surroundings());
    RunPlan plan =
        new RunPlan(Proposal.texts(order.files()), order.name(), order.targets(), around);
    var _ = Proposal.all(plan);
    try (Store store = Store.open(folder)) {
      return run(plan, order, past, store);
    }
  }

  private int run(RunPlan plan, RunOrder order, Past past, Store store) {
    List<Proposal> proposals = Proposal.all(plan);
    GatewayOptions options =
        GatewayChoice.of(proposals.getFirst().gateway().options(), plan.surroundings());
    refuseMixed(options);
    List<Candidate> candidates = new ArrayList<>();
    try {
      StateFolder state = new StateFolder(folder, store);
      proposals.forEach(one -> candidates.add(Candidate.take(one, plan, past, state)));
      if (!order.stay() && candidates.stream().allMatch(Candidate::promoted)) {
        candidates.forEach(this::tellAlready);
        return Ending.Result.PROMOTED.exitCode();
      }
      return run(new Group(candidates, options, store), order, plan.surroundings());
    } finally {
      candidates.forEach(Candidate::close);
    }
  }

  /// Lines of two kinds, of which one is for programs, can not share the standard output.
  private void refuseMixed(GatewayOptions options) {
    if (output == Output.JSON && GatewayChoice.talks(options)) {
      throw new Refusal(
          "the access log and -o json would both go to the standard output; give the access log a"
              + " file");
    }
  }

  private void tellAlready(Candidate candidate) {
    Ending ending = candidate.already();
    console.out().println(output == Output.JSON ? ending.json(candidate.id()) : ending.sentence());
  }

  /// The rollouts of one run, and where they are served.
  private record Group(List<Candidate> candidates, GatewayOptions options, Store store) {}

  private int run(Group group, RunOrder order, RunOrder.Surroundings around) {
    SecretPlaces secrets = new SecretPlaces(around.secrets(), console.environment());
    List<Candidate> candidates = group.candidates();
    List<Hosting> rollouts = candidates.stream().map(one -> one.admitted(secrets)).toList();
    for (int i = 0; i < rollouts.size(); i++) {
      candidates.get(i).prepare(rollouts.get(i).release());
    }
    Site.Shared shared =
        new Site.Shared(group.store(), new Outside(secrets, around.prometheus(), Reach.EVERYWHERE));
    try (Site site = Site.open(rollouts, group.options(), shared)) {
      List<Showing.Act> acts = new ArrayList<>();
      for (int i = 0; i < rollouts.size(); i++) {
        acts.add(act(candidates.get(i), rollouts.get(i), order, new Scene(site, group)));
      }
      try (Showing showing = new Showing(console, output, GatewayChoice.talks(group.options()))) {
        return showing.showAll(acts).stream()
            .mapToInt(ending -> ending.result().exitCode())
            .max()
            .orElseThrow();
      }
    }
  }

  /// Where sessions play.
  private record Scene(Site site, Group group) {}

  private Showing.Act act(Candidate candidate, Hosting rollout, RunOrder order, Scene scene) {
    Release release = rollout.release();
    candidate.retry(release);
    Instant now = scene.site().timeline().instant();
    Instant until = order.timeout() == null ? null : now.plus(order.timeout());
    Carrier carrier = scene.site().carriers().of(release.id());
    Session.Terms terms =
        new Session.Terms(candidate.place(release, carrier.address(), now), order.stay(), until);
    Session session = new Session(release, scene.group().store(), scene.site(), terms);
    String welcome = carrier.welcome() + "; state in " + folder + guarded(release);
    return new Showing.Act(release.id().name(), session, welcome);
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
}
