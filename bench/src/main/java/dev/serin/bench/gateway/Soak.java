package dev.serin.bench.gateway;

import dev.serin.bench.Report;
import dev.serin.bench.http.Load;
import dev.serin.bench.http.Program;
import dev.serin.bench.http.Spread;
import dev.serin.signals.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/// Mixed load for minutes, with clients that break off: nothing that Serin holds may grow. The
/// gateway remembers ten minutes second by second, so it is judged when these are full.
final class Soak {
  private static final int LEAD_MINUTES = (int) Series.KEPT.toMinutes();
  private static final long LOOK_SECONDS = 30;
  private static final double SLACK_HEAP = 3;
  private static final double SLACK_MEMORY = 24;
  private static final double SLACK_COUNT = 32;

  private final Scene scene;
  private final int minutes;

  /// @param minutes how long it is judged, 1 or more
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
    int seconds = (LEAD_MINUTES + minutes) * 60;
    report.title("Soak of %d minutes, after %d that fill".formatted(minutes, LEAD_MINUTES));
    report.columns("minute", "memory MiB", "live heap MiB", "buffers", "files", "requests");
    List<Footprint> all = new ArrayList<>();
    try (Load small = Load.start(wrk(16, seconds, url + "/"));
        Load large = Load.start(wrk(4, seconds, url + "/body64"));
        Rudeness rude = Rudeness.begin(serin.port())) {
      for (long second = LOOK_SECONDS; second <= seconds; second += LOOK_SECONDS) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(LOOK_SECONDS));
        Footprint now = Footprint.of(serin);
        if (second > LEAD_MINUTES * 60L) {
          all.add(now);
        }
        report.row(cells(second / 60.0, now, rude.requests()));
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

  /// Between the first half and the second.
  private static void grown(List<Footprint> all, Figure figure, Report report) {
    int half = all.size() / 2;
    double first = median(all.subList(0, half), figure.of());
    double second = median(all.subList(half, all.size()), figure.of());
    report.say("Growth of %s: %s.".formatted(figure.what(), Spread.round(second - first)));
    report.atMost("growth of " + figure.what(), second - first, figure.slack());
  }

  private static double median(List<Footprint> some, ToDoubleFunction<Footprint> figure) {
    return Spread.of(some.stream().mapToDouble(figure).toArray()).median();
  }
}
