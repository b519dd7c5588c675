package dev.serin.bench.gateway;

import dev.serin.bench.Report;
import dev.serin.bench.http.Entrant;
import dev.serin.bench.http.Program;
import dev.serin.bench.http.Ratios;
import dev.serin.bench.http.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Rounds in which every proxy has its turn, one right after the other, in another order each
/// time. What is compared is taken inside the same round, so that what else the machine does
/// falls on all of them.
final class Comparison {
  private static final double MOST_PROCESSOR_TIME = 0.8;
  private static final double LEAST_THROUGHPUT = 1.2;
  private static final double MOST_TAIL = 1.0;

  private static final long LEAST_WARM_UP = TimeUnit.SECONDS.toNanos(90);

  private final long began = System.nanoTime();
  private final Scene scene;
  private final Order order;

  Comparison(Scene scene, Order order) {
    this.scene = scene;
    this.order = order;
  }

  /// Compares for each size of body.
  ///
  /// @return true when every target was met
  boolean run(Report report) throws IOException {
    report.say(
        "%d rounds of %d s, %d connections%s; load average before: %s."
            .formatted(
                order.rounds(),
                order.seconds(),
                order.connections(),
                order.pinned() ? ", the proxy on a core of its own" : "",
                load()));
    for (int size : order.kibibytes()) {
      warmUp(size);
      compare(size, report);
    }
    return report.close();
  }

  /// The machine's load average over the last minute.
  private static String load() throws IOException {
    String text = Files.readString(Path.of("/proc/loadavg"));
    return text.substring(0, text.indexOf(' '));
  }

  /// Just-in-time compilation of what requests run is over after some seconds of work; that of what
  /// runs beside them, a few times in a second, after a minute. The peers warm up too.
  private void warmUp(int size) throws IOException {
    Program serin = scene.proxies().getFirst();
    long goal = serin.processorNanos() + TimeUnit.SECONDS.toNanos(order.warmUp());
    while (serin.processorNanos() < goal || System.nanoTime() - began < LEAST_WARM_UP) {
      take(serin, size);
      System.err.printf(
          "%d KiB: warming up, %.0f processor seconds to go%n",
          size, Math.max(0, goal - serin.processorNanos()) / 1e9);
    }
    for (Program peer : scene.proxies()) {
      take(peer, size);
    }
  }

  private Turn take(Program proxy, int size) throws IOException {
    String path = size == 1 ? "/" : "/body" + size;
    List<String> wrk =
        scene.load(
            "wrk",
            "-t1",
            "-c" + order.connections(),
            "-d" + order.seconds() + "s",
            "--latency",
            "http://127.0.0.1:" + proxy.port() + path);
    if (!proxy.process().isAlive()) {
      throw new IllegalStateException(proxy.name() + " has ended: " + proxy.tail());
    }
    return Turn.take(proxy, wrk);
  }

  private void compare(int size, Report report) throws IOException {
    List<Entrant> entrants = scene.proxies().stream().map(Entrant::new).toList();
    for (int round = 0; round < order.rounds(); round++) {
      List<Entrant> inTurn = new ArrayList<>(entrants);
      Collections.rotate(inTurn, round / 2);
      for (Entrant entrant : round % 2 == 0 ? inTurn : inTurn.reversed()) {
        Turn turn = take(entrant.proxy(), size);
        entrant.add(turn);
        System.err.printf(
            "%d KiB, round %d of %d: %-8s %s%n",
            size, round + 1, order.rounds(), entrant.name(), turn.line());
      }
    }
    tell(size, entrants, report);
  }

  private static void tell(int size, List<Entrant> entrants, Report report) {
    report.title("Bodies of %d KiB".formatted(size));
    report.columns("proxy", "CPU us/request", "requests/s", "p50 ms", "p99 ms", "MiB", "errors");
    entrants.forEach(entrant -> report.row(entrant.cells()));
    report.say("");
    Entrant own = entrants.getFirst();
    List<Entrant> peers = entrants.subList(1, entrants.size());
    report.columns("Serin beside", "CPU/request", "requests/s", "p50", "p99", "memory");
    peers.forEach(peer -> report.row(own.beside(peer).cells(peer.name())));
    report.atMost("errors, %d KiB".formatted(size), (double) own.errors(), 0);
    peers.forEach(peer -> judge(size, peer.name(), own.beside(peer), report));
  }

  private static void judge(int size, String name, Ratios against, Report report) {
    String what = ", beside %s, %d KiB".formatted(name, size);
    report.atMost("CPU/request" + what, against.micros().median(), MOST_PROCESSOR_TIME);
    if (name.equals("nginx")) {
      report.atLeast("requests/s" + what, against.perSecond().median(), LEAST_THROUGHPUT);
      report.atMost("p99" + what, against.tail().median(), MOST_TAIL);
    }
  }
}
