package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Output;
import dev.serin.cli.demo.Act;
import dev.serin.cli.demo.Demo;
import dev.serin.cli.demo.DemoBalancer;
import dev.serin.cli.demo.DemoHaproxy;
import dev.serin.cli.demo.DemoLoad;
import dev.serin.cli.demo.DemoNginx;
import dev.serin.cli.demo.Fault;
import dev.serin.cli.demo.Tally;
import dev.serin.cli.view.Ending;
import dev.serin.cli.view.Place;
import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.Secrets;
import dev.serin.core.engine.Guard;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.Release;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.providers.http.Reach;
import dev.serin.server.Refusal;
import dev.serin.server.router.Carrier;
import dev.serin.server.router.RouterChoice;
import dev.serin.server.site.BackendChoice;
import dev.serin.server.site.HostPort;
import dev.serin.server.site.Hosting;
import dev.serin.server.site.Outside;
import dev.serin.server.site.Site;
import dev.serin.server.site.Targets;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plays the demo: real releases of a small service, by the parts that `serin run` is made of.
public final class DemoRun {
  /// A machine that is slower than this shows the demo nevertheless.
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private final Console console;
  private final Output output;

  /// A demo that is not played yet.
  public DemoRun(Console console, Output output) {
    this.console = console;
    this.output = output;
  }

  /// Plays all releases of the demo.
  ///
  /// @param fault what is wrong with the only new version; null for a good and a bad one
  /// @param listen `host:port` where users come in
  /// @param router `gateway`, `nginx` or `haproxy`
  /// @return the exit code
  /// @throws Refusal when it can not begin
  public int play(@Nullable Fault fault, String listen, String router) {
    Path folder = folder();
    try (Demo demo = Demo.open(fault);
        Store store = Store.open(folder)) {
      Proposal proposal = Proposal.read(plan(demo));
      Stage stage = new Stage(demo, proposal, store);
      return switch (RouterChoice.of(proposal.rollout().spec().strategy(), router)) {
        case Checked.Invalid<RouterChoice>(var why) -> throw new Refusal(why);
        case Checked.Valid<RouterChoice>(RouterChoice(var kind, _))
            when kind == RouterChoice.Kind.GATEWAY ->
            play(stage, listen);
        case Checked.Valid<RouterChoice>(RouterChoice(var kind, _)) -> {
          try (DemoBalancer balancer = balancer(kind, folder, listen)) {
            yield play(stage, balancer, kind);
          }
        }
      };
    } catch (IllegalStateException | UncheckedIOException failed) {
      throw new Refusal(String.valueOf(failed.getMessage()));
    } catch (IOException e) {
      throw new Refusal("the demo's services can not start: " + e.getMessage());
    } finally {
      delete(folder);
    }
  }

  /// What is played, and where it is kept.
  private record Stage(Demo demo, Proposal proposal, Store store) {
    BackendChoice first() {
      return backends(demo.acts().getFirst());
    }
  }

  private int play(Stage stage, String listen) {
    BackendChoice first = stage.first();
    Hosting hosting = Hosting.everywhere(stage.proposal().release(first), first);
    GatewayOptions options =
        GatewayChoice.of(stage.proposal().gateway().options(), RunOrder.Surroundings.at(listen));
    return play(stage, hosting, options, null);
  }

  private int play(Stage stage, DemoBalancer balancer, RouterChoice.Kind kind) {
    BackendChoice first = stage.first();
    RouterChoice router = new RouterChoice(kind, balancer.settings());
    Hosting hosting = Hosting.behind(router, stage.proposal().release(first), first);
    balancer.begin(hosting.balanced());
    return play(stage, hosting, stage.proposal().gateway().options(), balancer.url());
  }

  private static DemoBalancer balancer(RouterChoice.Kind kind, Path folder, String listen)
      throws IOException {
    Path own = Files.createDirectory(folder.resolve(kind.name().toLowerCase(Locale.ROOT)));
    // Workers without a right to the temporary folder would see no switch in it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    InetSocketAddress asked = HostPort.parse("--listen", listen);
    InetSocketAddress address = asked.getPort() == 0 ? free(asked) : asked;
    return kind == RouterChoice.Kind.NGINX
        ? new DemoNginx(own, address)
        : new DemoHaproxy(own, address);
  }

  private static InetSocketAddress free(InetSocketAddress asked) throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, asked.getAddress())) {
      return new InetSocketAddress(asked.getAddress(), any.getLocalPort());
    }
  }

  /// @param users where they ask; null for where the site says
  private int play(Stage stage, Hosting hosting, GatewayOptions options, @Nullable URI users) {
    Secrets none = (_, _, _) -> Optional.empty();
    Site.Shared shared = new Site.Shared(stage.store(), new Outside(none, null, Reach.EVERYWHERE));
    try (Site site = Site.open(List.of(hosting), options, shared)) {
      URI address = users == null ? URI.create(site.carriers().of(hosting.id()).address()) : users;
      return play(stage, site, address);
    }
  }

  private int play(Stage stage, Site site, URI address) {
    Demo demo = stage.demo();
    Proposal proposal = stage.proposal();
    Store store = stage.store();
    try (Showing showing = new Showing(console, output, false)) {
      DemoLoad load = demo.load(address);
      warmUp(load, showing);
      for (Act act : demo.acts()) {
        if (showing.left()) {
          return ExitCode.UNDECIDED;
        }
        demo.begin(act);
        Ending ending = showing.show(session(act, proposal, store, site), act.announcement());
        if (showing.left() || ending.result() == Ending.Result.UNDECIDED) {
          return ExitCode.UNDECIDED;
        }
        if (end(ending) != act.expected()) {
          return ExitCode.REFUSED;
        }
      }
      tell(load.tally());
      return ExitCode.DONE;
    }
  }

  /// Code that runs for the first time is slow, and would be blamed on the first new version.
  private static void warmUp(DemoLoad load, Showing showing) {
    showing.note("warming up");
    long deadline = System.nanoTime() + WARM_UP.toNanos();
    while (!load.tally().warm() && !showing.left() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static Session session(Act act, Proposal proposal, Store store, Site site) {
    BackendChoice backends = backends(act);
    Release release = Guard.on(proposal.release(backends));
    Carrier carrier = site.carriers().of(release.id());
    carrier.backends(List.of(backends.stable(), backends.canary()));
    Place place =
        new Place(
            backends.stable().revision(),
            backends.canary().revision(),
            carrier.address(),
            site.timeline().instant());
    return new Session(release, store, site, new Session.Terms(place, false, null));
  }

  private void tell(Tally tally) {
    if (output == Output.TEXT) {
      console
          .out()
          .println(
              tally.users()
                  + " users made "
                  + tally.requests()
                  + " requests; good answers "
                  + tally.answers()
                  + ", bad ones "
                  + tally.failures());
    }
  }

  private static Look.@Nullable End end(Ending ending) {
    return switch (ending.result()) {
      case PROMOTED -> Look.End.PROMOTED;
      case ROLLED_BACK -> Look.End.ROLLED_BACK;
      case UNDECIDED -> null;
    };
  }

  private static BackendChoice backends(Act act) {
    return new BackendChoice(act.stable(), act.canary());
  }

  private static RunPlan plan(Demo demo) {
    var source = demo.manifest();
    String text = new String(source.bytes(), StandardCharsets.UTF_8);
    return new RunPlan(
        List.of(new RunPlan.ManifestText(source.name(), text, null)),
        "",
        Targets.NONE,
        RunOrder.Surroundings.at(null));
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("serin-demo-");
    } catch (IOException e) {
      throw new Refusal("the demo needs a temporary folder: " + e.getMessage());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // It is in the system's folder for what may be deleted at any time.
    }
  }
}
