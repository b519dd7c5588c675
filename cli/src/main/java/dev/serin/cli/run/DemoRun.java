package dev.serin.cli.run;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Output;
import dev.serin.cli.console.Refusal;
import dev.serin.cli.demo.Act;
import dev.serin.cli.demo.Demo;
import dev.serin.cli.demo.DemoLoad;
import dev.serin.cli.demo.Fault;
import dev.serin.cli.demo.Tally;
import dev.serin.cli.view.Ending;
import dev.serin.cli.view.Place;
import dev.serin.core.analysis.Secrets;
import dev.serin.core.engine.Guard;
import dev.serin.core.engine.Look;
import dev.serin.core.engine.Release;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.server.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
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
  /// @param listen `host:port` of the gateway
  /// @return the exit code
  /// @throws Refusal when it can not begin
  public int play(@Nullable Fault fault, String listen) {
    Path folder = folder();
    try (Demo demo = Demo.open(fault);
        Store store = Store.open(folder)) {
      return play(demo, store, listen);
    } catch (IOException e) {
      throw new Refusal("the demo's services can not start: " + e.getMessage());
    } finally {
      delete(folder);
    }
  }

  private int play(Demo demo, Store store, String listen) {
    Proposal proposal = Proposal.read(plan(demo));
    Secrets none = (_, _) -> Optional.empty();
    BackendChoice first = backends(demo.acts().getFirst());
    Hosting hosting = Hosting.everywhere(proposal.release(first), first);
    GatewayOptions options =
        GatewayChoice.of(proposal.gateway().options(), RunOrder.Surroundings.at(listen));
    try (Site site = Site.open(List.of(hosting), options, new Site.Shared(store, none, null))) {
      return play(demo, proposal, store, site);
    }
  }

  private int play(Demo demo, Proposal proposal, Store store, Site site) {
    try (Showing showing = new Showing(console, output, false)) {
      DemoLoad load = demo.load(URI.create(HostPort.url(site.gateway().address())));
      warmUp(load, showing);
      for (Act act : demo.acts()) {
        if (showing.left()) {
          return ExitCode.UNDECIDED;
        }
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
    site.gateway().backends(release.id(), List.of(backends.stable(), backends.canary()));
    String address = HostPort.url(site.gateway().address());
    Place place =
        new Place(
            backends.stable().revision(),
            backends.canary().revision(),
            address,
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
        new RunOrder.Targets(List.of(), List.of(), null, null),
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
