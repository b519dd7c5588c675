package dev.serin.bench.gateway;

import dev.serin.bench.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/// Mixed load for minutes, with clients that break off: nothing that Serin holds may grow.
final class Soak {
  private static final int LOOKS = 20;
  private static final double SLACK_HEAP = 3;
  private static final double SLACK_MEMORY = 24;
  private static final double SLACK_COUNT = 32;

  private final Scene scene;
  private final int minutes;

  Soak(Scene scene, int minutes) {
    this.scene = scene;
    this.minutes = minutes;
  }

  /// Loads for as long as it was told.
  ///
  /// @return true when nothing grew
  boolean run(Report report) throws IOException {
    Program serin = scene.proxies().getFirst();
    String url = "http://127.0.0.1:" + serin.port();
    int seconds = minutes * 60;
    report.title("Soak of %d minutes".formatted(minutes));
    report.columns("minute", "memory MiB", "live heap MiB", "buffers", "files", "requests");
    List<Footprint> all = new ArrayList<>();
    try (Load small = Load.start(wrk(16, seconds, url + "/"));
        Load large = Load.start(wrk(4, seconds, url + "/body64"));
        Rudeness rude = Rudeness.begin(serin.port())) {
      for (int look = 1; look <= LOOKS; look++) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds) / LOOKS);
        Footprint now = Footprint.of(serin);
        all.add(now);
        report.row(cells((double) look * minutes / LOOKS, now, rude.requests()));
      }
      long errors = small.finish().errors() + large.finish().errors();
      report.say("");
      report.say("Polite clients had %d errors.".formatted(errors));
      report.atMost("errors of polite clients", (double) errors, 0);
    }
    judge(all, report);
    return report.close();
  }

  private List<String> wrk(int connections, int seconds, String url) {
    return scene.load("wrk", "-t1", "-c" + connections, "-d" + (seconds + 60) + "s", url);
  }

  private static String[] cells(double minute, Footprint now, long requests) {
    return new String[] {
      "%.1f".formatted(minute),
      Spread.round(now.resident()),
      Spread.round(now.heap()),
      Long.toString(now.buffers()),
      Long.toString(now.files()),
      Long.toString(requests)
    };
  }

  private static void judge(List<Footprint> all, Report report) {
    for (Figure figure : FIGURES) {
      grown(all, figure, report);
    }
  }

  /// What must not grow.
  ///
  /// @param slack how much it may differ without having grown
  private record Figure(String what, ToDoubleFunction<Footprint> of, double slack) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("memory, MiB", Footprint::resident, SLACK_MEMORY),
          new Figure("live heap, MiB", Footprint::heap, SLACK_HEAP),
          new Figure("buffers outside the heap", it -> (double) it.buffers(), SLACK_COUNT),
          new Figure("open files", it -> (double) it.files(), SLACK_COUNT));

  /// Between the middle third and the last one; before that, caches fill.
  private static void grown(List<Footprint> all, Figure figure, Report report) {
    int third = all.size() / 3;
    double middle = median(all.subList(third, 2 * third), figure.of());
    double last = median(all.subList(all.size() - third, all.size()), figure.of());
    report.say("Growth of %s: %s.".formatted(figure.what(), Spread.round(last - middle)));
    report.atMost("growth of " + figure.what(), last - middle, figure.slack());
  }

  private static double median(List<Footprint> some, ToDoubleFunction<Footprint> figure) {
    return Spread.of(some.stream().mapToDouble(figure).toArray()).median();
  }
}
