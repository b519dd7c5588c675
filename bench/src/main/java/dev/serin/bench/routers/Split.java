package dev.serin.bench.routers;

import dev.serin.bench.Report;
import dev.serin.bench.routers.Visitors.Visit;
import dev.serin.core.traffic.Weight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How near the canary's share is to what was asked, and whether users stay where they are while
/// it grows.
final class Split {
  private static final List<Weight> SHARES =
      List.of(new Weight(1000), Weight.percent(1), Weight.percent(10), Weight.percent(50));
  private static final List<Weight> GROWTH =
      List.of(Weight.percent(1), Weight.percent(10), Weight.percent(50), Weight.ALL);
  private static final int USERS = 20_000;
  private static final double MOST_ERRORS = 5;

  private final Scene scene;
  private final Order order;

  Split(Scene scene, Order order) {
    this.scene = scene;
    this.order = order;
  }

  /// Measures all of them.
  void run(Report report) throws IOException {
    report.title("Shares");
    report.say("%d requests without a cookie for each.".formatted(order.requests()));
    report.columns("balancer", "asked", "effective", "measured", "standard errors off");
    for (Balanced one : scene.balanced()) {
      for (Weight share : SHARES) {
        share(one, share, report);
      }
    }
    report.title("Users who stay");
    report.say("%d users who keep their cookies, while the weight grows.".formatted(USERS));
    report.columns("balancer", "canary's users at 1, 10, 50, 100 %", "who went back");
    for (Balanced one : scene.balanced()) {
      users(one, report);
    }
  }

  private void share(Balanced one, Weight asked, Report report) throws IOException {
    Weight effective = one.apply(asked);
    List<Visit> visits = visit(one, Collections.nCopies(order.requests(), ""));
    double expected = (double) effective.ppm() / Weight.SCALE;
    double measured = (double) canaries(visits) / visits.size();
    double error = Math.sqrt(expected * (1 - expected) / visits.size());
    double off = (measured - expected) / error;
    report.row(
        one.way().name(),
        percent((double) asked.ppm() / Weight.SCALE),
        percent(expected),
        percent(measured),
        "%+.1f".formatted(off));
    report.atMost(
        "standard errors, %s, %s".formatted(one.way().name(), asked), Math.abs(off), MOST_ERRORS);
  }

  private static String percent(double share) {
    return "%.3f %%".formatted(100 * share);
  }

  private static List<Visit> visit(Balanced one, List<String> cookies) throws IOException {
    try (Visitors visitors = new Visitors(one.program().port())) {
      return visitors.visit(cookies);
    }
  }

  private static long canaries(List<Visit> visits) {
    return visits.stream().filter(Visit::canary).count();
  }

  private static void users(Balanced one, Report report) throws IOException {
    List<Visit> before = Collections.nCopies(USERS, new Visit(false, ""));
    List<String> counts = new ArrayList<>();
    int back = 0;
    for (Weight weight : GROWTH) {
      one.apply(weight);
      List<Visit> now = visit(one, before.stream().map(Visit::cookie).toList());
      for (int i = 0; i < USERS; i++) {
        back += before.get(i).canary() && !now.get(i).canary() ? 1 : 0;
      }
      counts.add(Long.toString(canaries(now)));
      before = now;
    }
    report.row(one.way().name(), String.join(", ", counts), Integer.toString(back));
    report.atMost("users who went back, " + one.way().name(), back, 0);
  }
}
