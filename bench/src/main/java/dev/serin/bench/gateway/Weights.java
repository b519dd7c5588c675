package dev.serin.bench.gateway;

import dev.serin.bench.Report;
import dev.serin.bench.http.Load;
import dev.serin.bench.http.Probe;
import dev.serin.bench.http.Spread;
import dev.serin.bench.http.Turn;
import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.Weight;
import dev.serin.gateway.Gateway;
import dev.serin.gateway.Hosted;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Stickiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Changes the weight again and again while requests come in: none may fail, and the next request
/// must go by the new weight.
final class Weights {
  private static final int CHANGES = 1000;
  private static final double MOST_MILLIS = 1;
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final RolloutId ROLLOUT = new RolloutId("default", "benchmark");
  private static final Revision STABLE = new Revision("stable");
  private static final Revision CANARY = new Revision("canary");

  private final Scene scene;

  Weights(Scene scene) {
    this.scene = scene;
  }

  /// Changes it a thousand times.
  ///
  /// @return true when every target was met
  boolean run(Report report) throws IOException {
    GatewayOptions options =
        GatewayOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .withStickiness(new Stickiness.None());
    try (Gateway gateway = open(options);
        Load load = Load.start(scene.load("wrk", "-t1", "-c16", "-d600s", url(gateway)));
        Probe probe = Probe.to(gateway.address())) {
      warmUp(gateway, probe);
      List<Change> changes = new ArrayList<>();
      for (int i = 0; i < CHANGES; i++) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE));
        changes.add(change(gateway, probe, i % 2 == 0));
      }
      tell(report, load.finish(), changes);
      return report.close();
    }
  }

  private Gateway open(GatewayOptions options) {
    Gateway gateway =
        switch (Gateway.open(options)) {
          case Gateway.Opened.Listening(var listening) -> listening;
          case Gateway.Opened.Refused(var why) -> throw new IllegalStateException(why);
        };
    gateway.serve(
        Hosted.everywhere(
            ROLLOUT,
            List.of(
                backend(STABLE, scene.ports().stable()), backend(CANARY, scene.ports().canary()))));
    gateway.apply(ROLLOUT, routing(Weight.NONE));
    return gateway;
  }

  private static Backend backend(Revision revision, int port) {
    return new Backend(
        revision.hash(),
        revision,
        List.of(new Backend.Endpoint(URI.create("http://127.0.0.1:" + port), 1)),
        Backend.HealthCheck.DEFAULT);
  }

  private static Routing routing(Weight weight) {
    return new Routing(STABLE, CANARY, weight, List.of(), List.of());
  }

  private static String url(Gateway gateway) {
    return "http://127.0.0.1:" + gateway.address().getPort() + "/";
  }

  private static void warmUp(Gateway gateway, Probe probe) throws IOException {
    for (int i = 0; i < CHANGES; i++) {
      change(gateway, probe, i % 2 == 0);
      LockSupport.parkNanos(LONGEST_PAUSE);
    }
  }

  /// What a change came to.
  ///
  /// @param applied milliseconds until it held for each request that came
  /// @param seen milliseconds until an answer by the new weight was here
  /// @param strayed true when the next request went by the old weight
  private record Change(double applied, double seen, boolean strayed) {}

  /// Sends everything to one side.
  private static Change change(Gateway gateway, Probe probe, boolean toCanary) throws IOException {
    long began = System.nanoTime();
    gateway.apply(ROLLOUT, routing(toCanary ? Weight.ALL : Weight.NONE));
    double applied = (System.nanoTime() - began) / 1e6;
    String version = probe.version();
    double seen = (System.nanoTime() - began) / 1e6;
    return new Change(applied, seen, !version.equals(toCanary ? "canary" : "stable"));
  }

  private static void tell(Report report, Turn.Count load, List<Change> changes) {
    Spread applied = Spread.of(changes.stream().mapToDouble(Change::applied).toArray());
    Spread seen = Spread.of(changes.stream().mapToDouble(Change::seen).toArray());
    long strayed = changes.stream().filter(Change::strayed).count();
    report.title("Changes of the weight");
    report.say("%d changes from 0 to 100 %% and back, while 16 clients send.".formatted(CHANGES));
    report.columns("what", "measured");
    report.row("requests of the clients", Long.toString(load.requests()));
    report.row("failed ones", Long.toString(load.errors()));
    report.row("first requests behind a change that went by the old weight", "" + strayed);
    report.row("until it holds for each request that comes, ms", applied.toString());
    report.row("until an answer by the new weight is here, ms", seen.toString());
    report.atMost("failed requests", (double) load.errors(), 0);
    report.atMost("requests that went by an old weight", (double) strayed, 0);
    report.atMost("time to effect, ms", applied.median(), MOST_MILLIS);
  }
}
