package dev.serin.bench.routers;

import dev.serin.bench.Report;
import dev.serin.bench.http.Turn;
import dev.serin.core.traffic.Weight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Rounds in which every balancer has its turn, one right after the other, in another order each
/// time: plain ones, and those with what Serin adds to them, whose log this process receives.
final class Comparison {
  private final Scene scene;
  private final Order order;

  Comparison(Scene scene, Order order) {
    this.scene = scene;
    this.order = order;
  }

  /// Compares all of them.
  void run(Report report) throws IOException {
    List<Entry> entries = scene.balanced().stream().map(Entry::new).toList();
    for (Entry entry : entries) {
      entry.balanced().steering().ifPresent(_ -> entry.balanced().apply(Weight.percent(10)));
      take(entry.balanced());
    }
    for (int round = 0; round < order.rounds(); round++) {
      List<Entry> inTurn = new ArrayList<>(entries);
      Collections.rotate(inTurn, round / 2);
      for (Entry entry : round % 2 == 0 ? inTurn : inTurn.reversed()) {
        measure(entry, round);
      }
    }
    tell(entries, report);
  }

  private void measure(Entry entry, int round) throws IOException {
    LogTurn before = LogTurn.until(entry.balanced());
    Turn turn = take(entry.balanced());
    entry.entrant().add(turn);
    entry.logs().add(LogTurn.until(entry.balanced()).minus(before));
    System.err.printf(
        "round %d of %d: %-26s %s, lines %d%n",
        round + 1,
        order.rounds(),
        entry.way().name(),
        turn.line(),
        entry.logs().getLast().received());
  }

  private Turn take(Balanced one) throws IOException {
    return Turn.take(one.program(), scene.load(one, order.seconds()));
  }

  private void tell(List<Entry> entries, Report report) {
    report.title("What Serin adds to a request");
    report.say(
        "%d rounds of %d s, %d connections. Ratios to the plain one of the same round."
            .formatted(order.rounds(), order.seconds(), Order.CONNECTIONS));
    List<Entry> steered = entries.stream().filter(entry -> !entry.way().isPlain()).toList();
    report.columns("with Serin", "CPU/request", "requests/s", "p50", "p99");
    steered.forEach(entry -> report.row(entry.beside(plain(entry, entries))));
    report.say("");
    report.columns("balancer", "CPU us/request", "requests/s", "p50 ms", "p99 ms", "errors");
    entries.forEach(entry -> report.row(entry.cells()));
    report.say("");
    report.columns("log of", "requests", "lines", "lost", "share", "CPU us/line to receive it");
    steered.forEach(entry -> report.row(entry.logged()));
    entries.forEach(entry -> judge(entry, report));
  }

  private static Entry plain(Entry entry, List<Entry> entries) {
    return entries.stream()
        .filter(other -> other.way().equals(entry.way().plain()))
        .findFirst()
        .orElseThrow();
  }

  private void judge(Entry entry, Report report) {
    String name = entry.way().name();
    report.atMost("errors of " + name, (double) entry.entrant().errors(), 0);
    if (!entry.way().isPlain() && entry.way().logSample() == 1) {
      // At its end wrk leaves requests behind that are logged and that it did not count.
      double most = (double) Order.CONNECTIONS * order.rounds();
      report.atMost("lines that nobody knows of, " + name, Math.abs(entry.unaccounted()), most);
    }
  }
}
