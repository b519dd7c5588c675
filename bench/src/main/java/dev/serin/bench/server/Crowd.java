package dev.serin.bench.server;

import dev.serin.bench.Report;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.RolloutId;
import dev.serin.manifest.tree.Source;
import dev.serin.server.node.Node;
import dev.serin.server.rollouts.Applied;
import dev.serin.server.rollouts.Author;
import dev.serin.server.rollouts.Filter;
import dev.serin.server.rollouts.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Very many rollouts on one node: first all at rest, then all on their way to a new version.
final class Crowd {
  private static final Author BENCH = new Author("bench", "");
  private static final int PAGE = 1000;
  private static final double MOST_LATE_MILLIS = 1000;
  private static final double MOST_IDLE_KIBIBYTES = 20;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(20);

  private final Node node;
  private final Gauges gauges;
  private final Fleet fleet;

  Crowd(Node node, Gauges gauges, Fleet fleet) {
    this.node = node;
    this.gauges = gauges;
    this.fleet = fleet;
  }

  /// Lets all of them rest, and then all of them move, for so many seconds.
  void run(Report report, int seconds) {
    long empty = Heap.liveBytes();
    settle(report);
    double idle = each(Heap.liveBytes() - empty);
    rest(report, Math.min(60, seconds));
    double took = apply(fleet::updating);
    double begun = until(item -> item.summary().weight() > 0);
    report.say(
        "A new version of each taken in after %.0f s, on its way after another %.0f s."
            .formatted(took, begun));
    move(report, seconds);
    double active = each(Heap.liveBytes() - empty);
    report.say(
        "Heap for each: %.1f KiB at rest, %.1f KiB on the way; %.0f MiB before the first."
            .formatted(idle, active, empty / 1048576.0));
    report.atMost("KiB for a rollout at rest", idle, MOST_IDLE_KIBIBYTES);
  }

  /// Takes all of them in, and lets them come to rest.
  void settle(Report report) {
    double took = apply(fleet::resting);
    double promoted = until(item -> item.summary().phase() == Phase.HEALTHY);
    report.say(
        "%d rollouts taken in after %.0f s, at rest after another %.0f s."
            .formatted(fleet.rollouts(), took, promoted));
  }

  private double each(long bytes) {
    return bytes / 1024.0 / fleet.rollouts();
  }

  private double apply(IntFunction<Source> manifests) {
    long began = System.nanoTime();
    for (int namespace = 0; namespace < fleet.namespaces(); namespace++) {
      Applied applied = node.apply(List.of(manifests.apply(namespace)), BENCH, false);
      if (!(applied instanceof Applied.Done)) {
        String why = applied.toString();
        throw new IllegalStateException(
            "not applied: " + why.substring(0, Math.min(why.length(), 1000)));
      }
    }
    return since(began);
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  /// Waits until all are so.
  private double until(Predicate<Page.Item> wanted) {
    long began = System.nanoTime();
    while (!all().stream().allMatch(wanted)) {
      if (System.nanoTime() - began > PATIENCE) {
        throw new IllegalStateException(
            "after %.0f s there are still some like %s"
                .formatted(
                    since(began),
                    all().stream().filter(wanted.negate()).findFirst().orElseThrow()));
      }
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
    }
    return since(began);
  }

  private List<Page.Item> all() {
    List<Page.Item> items = new ArrayList<>();
    @Nullable RolloutId after = null;
    do {
      Page page = node.list(new Filter(Set.of(), null, "", after, PAGE));
      items.addAll(page.items());
      after = page.next();
    } while (after != null);
    return items;
  }

  private long saves() {
    return all().stream().mapToLong(Page.Item::version).sum();
  }

  private void rest(Report report, int seconds) {
    report.title("At rest");
    head(report);
    gauge(report, "at rest", seconds);
  }

  /// The first minute is not judged: compilers are at work, and everything began at once.
  private void move(Report report, int seconds) {
    report.title("On the way");
    head(report);
    gauge(report, "first minute", 60);
    double worst = 0;
    for (int left = seconds; left > 0; left -= 60) {
      worst = Math.max(worst, gauge(report, "then", Math.min(60, left)));
    }
    report.say("");
    report.atMost("ms late at p99, in the worst minute", worst, MOST_LATE_MILLIS);
    report.atMost("looks that failed", (double) gauges.failures(), 0);
    report.atMost("leases lost", (double) gauges.lostLeases(), 0);
  }

  private static void head(Report report) {
    report.columns(
        "when",
        "turns/s",
        "saves/s",
        "late p50 ms",
        "p99",
        "max",
        "look p50 ms",
        "p99",
        "cores",
        "load");
  }

  private double gauge(Report report, String when, int seconds) {
    long saved = saves();
    gauges.begin();
    long processor = Heap.processorNanos();
    long began = System.nanoTime();
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    double took = since(began);
    double cores = (Heap.processorNanos() - processor) / 1e9 / took;
    Histogram late = gauges.lateness();
    Histogram looks = gauges.looks();
    report.row(
        when,
        Report.round(late.getTotalCount() / took),
        Report.round((saves() - saved) / since(began)),
        millis(late, 50),
        millis(late, 99),
        millis(late, 100),
        millis(looks, 50),
        millis(looks, 99),
        Report.round(cores),
        Report.round(Heap.load()));
    return late.getValueAtPercentile(99) / 1000.0;
  }

  private static String millis(Histogram micros, double percentile) {
    return Report.round(micros.getValueAtPercentile(percentile) / 1000.0);
  }
}
