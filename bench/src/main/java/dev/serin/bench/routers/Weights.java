package dev.serin.bench.routers;

import dev.serin.bench.Report;
import dev.serin.bench.http.Load;
import dev.serin.bench.http.Probe;
import dev.serin.bench.http.Spread;
import dev.serin.bench.http.Turn;
import dev.serin.core.traffic.Weight;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Changes the weight again and again while requests come in: none may fail, and the new weight
/// must hold soon.
final class Weights {
  private static final int CHANGES = 100;
  private static final int WARM_UP = 20;
  private static final int LONGEST_SECONDS = 600;
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(40);

  private final Scene scene;

  Weights(Scene scene) {
    this.scene = scene;
  }

  /// What the changes of one balancer came to.
  ///
  /// @param seen milliseconds from each call until an answer by the new weight was here
  /// @param answers milliseconds until an answer is here while nothing changes
  /// @param applied milliseconds until each call returned
  private record Changes(
      Turn.Count load, List<Double> seen, List<Double> answers, List<Double> applied) {}

  /// Changes the weight of each balancer.
  void run(Report report) throws IOException {
    report.title("Changes of the weight");
    report.say(
        "%d changes between 0 and 100 %%, and %d between 10 and 50 %%, while %d clients send without a pause."
            .formatted(CHANGES, CHANGES, Order.CONNECTIONS));
    report.columns(
        "balancer",
        "weights",
        "requests",
        "failed",
        "until seen, ms",
        "p90",
        "any answer, ms",
        "call returns, ms");
    for (Balanced one : scene.balanced()) {
      Changes all = allOrNothing(one);
      tell(report, one.way(), "0, 100 %", all);
      report.atMost(
          "time to effect, ms, " + one.way().name(), spread(all.seen).median(), most(one.way()));
      tell(report, one.way(), "10, 50 %", some(one));
    }
  }

  private static double most(Way way) {
    return switch (way.kind()) {
      case NGINX -> 10;
      case HAPROXY -> 5;
    };
  }

  private Changes allOrNothing(Balanced one) throws IOException {
    one.apply(Weight.NONE);
    try (Load load = Load.start(scene.load(one, LONGEST_SECONDS));
        Probe probe = Probe.to(address(one))) {
      List<Watch.Seen> changes = new ArrayList<>();
      List<Double> answers = new ArrayList<>();
      for (int i = 0; i < WARM_UP + CHANGES; i++) {
        pause();
        answers.add(answer(probe));
        boolean toCanary = i % 2 == 0;
        Watch watch = Watch.begin(probe, toCanary ? "canary" : "stable");
        changes.add(watch.change(() -> one.apply(toCanary ? Weight.ALL : Weight.NONE)));
      }
      return changes(load, answers, changes.subList(WARM_UP, changes.size()));
    }
  }

  private Changes some(Balanced one) throws IOException {
    one.apply(Weight.percent(50));
    try (Load load = Load.start(scene.load(one, LONGEST_SECONDS))) {
      List<Watch.Seen> changes = new ArrayList<>();
      for (int i = 0; i < CHANGES; i++) {
        pause();
        long began = System.nanoTime();
        one.apply(Weight.percent(i % 2 == 0 ? 10 : 50));
        changes.add(new Watch.Seen(Double.NaN, (System.nanoTime() - began) / 1e6));
      }
      return changes(load, List.of(), changes);
    }
  }

  private static void pause() {
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE));
  }

  private static InetSocketAddress address(Balanced one) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), one.program().port());
  }

  private static double answer(Probe probe) throws IOException {
    long began = System.nanoTime();
    String version = probe.version();
    if (version.isEmpty()) {
      throw new IOException("an answer came from neither version");
    }
    return (System.nanoTime() - began) / 1e6;
  }

  private static Changes changes(Load load, List<Double> answers, List<Watch.Seen> changes)
      throws IOException {
    return new Changes(
        load.finish(),
        changes.stream().map(Watch.Seen::seen).toList(),
        answers,
        changes.stream().map(Watch.Seen::applied).toList());
  }

  private static void tell(Report report, Way way, String weights, Changes changes) {
    boolean seen = !Double.isNaN(changes.seen.getFirst());
    report.row(
        way.name(),
        weights,
        Long.toString(changes.load.requests()),
        Long.toString(changes.load.errors()),
        seen ? spread(changes.seen).toString() : "",
        seen ? Spread.round(ninth(changes.seen)) : "",
        seen ? spread(changes.answers).toString() : "",
        spread(changes.applied).toString());
    report.atMost(
        "failed requests, %s, %s".formatted(way.name(), weights),
        (double) changes.load.errors(),
        0);
  }

  /// What nine of ten do not exceed.
  private static double ninth(List<Double> figures) {
    return figures.stream().sorted().toList().get(figures.size() * 9 / 10);
  }

  private static Spread spread(List<Double> figures) {
    return Spread.of(figures.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
