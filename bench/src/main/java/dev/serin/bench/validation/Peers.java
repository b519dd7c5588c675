package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.sequential.Tolerance;
import java.util.ArrayList;
import java.util.List;

/// Serin's test beside what others use: requests to detection and false alarms, on the same
/// traffic.
final class Peers implements Section {
  private static final int FOUR_HOURS = 4 * 3600;

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public void run(Plan plan, Report report) {
    List<Peer> peers = Peer.all();
    detection(plan, report, peers);
    falseAlarms(plan, report, peers);
  }

  private static void detection(Plan plan, Report report, List<Peer> peers) {
    report.title("Requests to detection beside other rules, alpha 5 %");
    report.say(
        "A look every second, 100 requests a second, at most 4 hours; %d runs. Mean canary requests, and their ratio to the least possible; under half of the runs found: never."
            .formatted(plan.runs(400)));
    report.columns(headers(peers, "regression, split", "least possible"));
    var dots = new DotPlot("Canary requests to detection, as a ratio to the least possible");
    for (Cell cell : Detection.CELLS) {
      List<String> row = new ArrayList<>();
      double limit = cell.limit(Tolerance.NONE, 0.05);
      row.add(cell.toString());
      row.add(Report.round(limit));
      for (Peer peer : peers) {
        row.add(detect(plan, cell, peer, dots));
      }
      report.row(row.toArray(String[]::new));
    }
    plan.picture("judge-detection.svg", dots.svg());
  }

  private static String detect(Plan plan, Cell cell, Peer peer, DotPlot dots) {
    int runs = plan.runs(400);
    var found = new Sample(runs);
    for (int run = 0; run < runs; run++) {
      Stop stop = run(cell, peer, plan.draws("peers " + cell, run));
      if (stop.alarmed()) {
        found.add(stop.canaryRequests());
      }
    }
    if (found.size() < runs / 2) {
      dots.never(peer.name());
      return "never";
    }
    double ratio = found.mean() / cell.limit(Tolerance.NONE, 0.05);
    dots.add(peer.name(), ratio);
    String part = found.size() < runs ? " (%d of %d)".formatted(found.size(), runs) : "";
    return "%s (%.2f)%s".formatted(Report.round(found.mean()), ratio, part);
  }

  private static void falseAlarms(Plan plan, Report report, List<Peer> peers) {
    report.say("False alarms of two equal versions in 4 hours; %d runs.".formatted(plan.runs(400)));
    report.columns(headers(peers, "failures, split"));
    for (double rate : new double[] {0.001, 0.01}) {
      for (double weight : new double[] {0.01, 0.1, 0.5}) {
        List<String> row = new ArrayList<>();
        Cell cell = Cell.equal(weight, rate);
        row.add(cell.toString());
        for (Peer peer : peers) {
          row.add(falseAlarms(plan, cell, peer));
        }
        report.row(row.toArray(String[]::new));
      }
    }
  }

  private static String falseAlarms(Plan plan, Cell cell, Peer peer) {
    int runs = plan.runs(400);
    int alarms = 0;
    for (int run = 0; run < runs; run++) {
      alarms += run(cell, peer, plan.draws("peers " + cell, run)).alarmed() ? 1 : 0;
    }
    return "%.1f %%".formatted(100.0 * alarms / runs);
  }

  private static Stop run(Cell cell, Peer peer, Draws draws) {
    CountRule rule = peer.start().apply(cell.weight());
    int canary = (int) Math.round(cell.weight() * Feed.PER_SECOND);
    int baseline = Feed.PER_SECOND - canary;
    long failures = 0;
    for (int second = 1; second <= FOUR_HOURS; second++) {
      int failed = draws.binomial(canary, cell.canaryRate());
      int others = draws.binomial(baseline, cell.baselineRate());
      failures += failed;
      if (rule.update(canary, failed, baseline, others)) {
        return new Stop(true, (double) canary * second, failures);
      }
    }
    return new Stop(false, (double) canary * FOUR_HOURS, failures);
  }

  private static String[] headers(List<Peer> peers, String... first) {
    List<String> names = new ArrayList<>(List.of(first));
    peers.forEach(peer -> names.add(peer.name()));
    return names.toArray(String[]::new);
  }
}
