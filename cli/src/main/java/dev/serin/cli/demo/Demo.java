package dev.serin.cli.demo;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Look;
import dev.serin.core.traffic.Revision;
import dev.serin.manifest.tree.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The demo: a service with two pools that run in this process, and the releases that are made of
/// them. The pools take turns: the version that one release promotes is stable in the next, whose
/// new version is deployed to the other pool.
///
/// Who plays it opens it, serves [#first()] alone, begins the load, and waits until it [is
/// warm][Tally#warm()]: code that runs for the first time is slow, and would be blamed on a canary.
/// Then each act is begun and played, with one rollout.
public final class Demo implements AutoCloseable {
  private static final long SEED = 20_260_101;
  private static final String MANIFEST = "rollout.yaml";

  private final List<DemoService> pools = new ArrayList<>();
  private final List<Act> acts = new ArrayList<>();
  private @Nullable DemoLoad load;

  private Demo() {}

  /// Starts the services.
  ///
  /// @param fault what is wrong with the only new version; null for two releases: a good one, and
  ///     one with errors
  /// @throws IOException when no port is free on the loopback interface
  public static Demo open(@Nullable Fault fault) throws IOException {
    Demo demo = new Demo();
    try {
      demo.pools.add(DemoService.start("v1", Fault.NONE, Fault.GRACE, SEED + 1));
      demo.pools.add(DemoService.start("v2", Fault.NONE, Fault.GRACE, SEED + 2));
      Backend stable = demo.backend(1);
      for (Fault each : fault == null ? List.of(Fault.NONE, Fault.ERRORS) : List.of(fault)) {
        stable = demo.release(stable, each);
      }
      return demo;
    } catch (IOException e) {
      demo.close();
      throw e;
    }
  }

  /// The version that serves before the first release.
  public Backend first() {
    return acts.getFirst().stable();
  }

  /// Deploys the new version of an act to the pool that it is to run in.
  public void begin(Act act) {
    int version = acts.indexOf(act) + 2;
    pool(version).deploy("v" + version, act.fault(), SEED + version);
  }

  private DemoService pool(int version) {
    return pools.get((version + 1) % 2);
  }

  /// The releases in their order.
  public List<Act> acts() {
    return List.copyOf(acts);
  }

  /// The manifest of all releases: the Rollout `demo` and its analysis.
  public Source manifest() {
    try (InputStream content = Demo.class.getResourceAsStream(MANIFEST)) {
      return Source.of(
          "demo/" + MANIFEST, Objects.requireNonNull(content, MANIFEST).readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("the demo's manifest can not be read from the jar", e);
    }
  }

  /// Begins the load, which goes on until the demo is closed. It is time when the engine has looked
  /// once: before that a gateway routes nothing, and users would see errors.
  ///
  /// @param gateway where users ask
  /// @throws IllegalStateException when it has begun already
  public DemoLoad load(URI gateway) {
    if (load != null) {
      throw new IllegalStateException("the demo has a load already");
    }
    load = DemoLoad.start(gateway.resolve("/"), SEED);
    return load;
  }

  /// Adds the release of the next version.
  ///
  /// @return the version that is stable after it
  private Backend release(Backend stable, Fault fault) {
    Backend canary = backend(acts.size() + 2);
    boolean good = fault == Fault.NONE;
    String announcement =
        canary.revision()
            + " "
            + fault.words()
            + (good ? ": watch it being promoted" : ": watch it being taken back");
    acts.add(
        new Act(
            announcement, stable, canary, fault, good ? Look.End.PROMOTED : Look.End.ROLLED_BACK));
    return good ? canary : stable;
  }

  private Backend backend(int version) {
    return new Backend(
        "demo-" + (version % 2 == 1 ? "blue" : "green"),
        new Revision("v" + version),
        List.of(new Backend.Endpoint(pool(version).url(), 1)),
        Backend.HealthCheck.DEFAULT);
  }

  /// Ends the load, then the services.
  @Override
  public void close() {
    if (load != null) {
      load.close();
    }
    pools.forEach(DemoService::close);
  }
}
