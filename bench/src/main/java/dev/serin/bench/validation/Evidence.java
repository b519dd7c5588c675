package dev.serin.bench.validation;

import dev.serin.bench.Report;
import dev.serin.judge.sequential.RegressionTest;
import dev.serin.judge.sequential.Tolerance;
import java.util.Locale;

/// A picture of evidence over time: equal versions, one that is worse from the start, one that
/// becomes worse.
final class Evidence implements Section {
  private static final int SECONDS = 900;
  private static final int WIDTH = 760;
  private static final int HEIGHT = 330;
  private static final double LOWEST = -3;
  private static final double HIGHEST = 6;

  @Override
  public String name() {
    return "evidence";
  }

  @Override
  public void run(Plan plan, Report report) {
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <title>Evidence over time</title>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="12" y="22" font-weight="bold" fill="#1f2328">Evidence that the canary is worse (ln e), 10 %% of 100 requests a second</text>
        """
            .formatted(WIDTH, HEIGHT));
    axes(svg);
    legend(svg, 60, "#8c959f", "equal");
    legend(svg, 110, "#cf222e", "worse from the start");
    legend(svg, 250, "#0969da", "worse from 450 s on");
    for (int i = 0; i < 8; i++) {
      line(svg, "#8c959f", (s, e) -> Moment.equal(0.1, 0.005), plan.draws("equal", i));
      line(svg, "#cf222e", (s, e) -> new Moment(0.1, 0.005, 0.02), plan.draws("worse", i));
      line(
          svg,
          "#0969da",
          (s, e) -> new Moment(0.1, 0.005, s < 450 ? 0.005 : 0.02),
          plan.draws("later", i));
    }
    plan.picture("judge-evidence.svg", svg.append("</svg>\n").toString());
    report.title("Evidence over time");
    report.say(
        "docs/images/judge-evidence.svg: 8 runs each of 0.5 % failures on both (grey), 2 % on the canary from the start (red), 2 % from 450 s on (blue).");
  }

  private static void axes(StringBuilder svg) {
    for (int second = 0; second <= SECONDS; second += 150) {
      svg.append(text(x(second), HEIGHT - 8, "middle", second + " s"));
    }
    for (int value = (int) LOWEST; value <= HIGHEST; value++) {
      svg.append(rule(value, "#eaeef2", ""));
      svg.append(text(40, y(value) + 4, "end", "" + value));
    }
    svg.append(rule(Math.log(20), "#1f2328", " stroke-dasharray=\"5 4\""));
    svg.append(text(WIDTH - 12, y(Math.log(20)) - 5, "end", "alarm at alpha 5 %"));
  }

  private static void legend(StringBuilder svg, int x, String colour, String text) {
    svg.append(
        "<text x=\"%d\" y=\"42\" font-weight=\"bold\" fill=\"%s\">%s</text>%n"
            .formatted(x, colour, text));
  }

  private static String rule(double value, String colour, String more) {
    return "<line x1=\"48\" y1=\"%2$.1f\" x2=\"%1$d\" y2=\"%2$.1f\" stroke=\"%3$s\"%4$s/>%n"
        .formatted(WIDTH - 10, y(value), colour, more);
  }

  private static String text(double x, double y, String anchor, String text) {
    return "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#59636e\">%s</text>%n"
        .formatted(x, y, anchor, text);
  }

  private static void line(StringBuilder svg, String colour, Course.Truth truth, Draws draws) {
    var test = new RegressionTest(Tolerance.NONE, 0.05);
    var points = new StringBuilder();
    for (int second = 1; second <= SECONDS && !test.alarmed(); second++) {
      int now = second;
      new Course("a second", 1, (s, e) -> truth.at(now, e)).run(test, draws, Course.HONEST);
      if (second % 3 == 0 || test.alarmed()) {
        points.append("%.1f,%.1f ".formatted(x(second), y(test.logE())));
      }
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-opacity=\"0.75\"/>%n",
            points.toString().trim(),
            colour));
  }

  private static double x(double second) {
    return 48 + second / SECONDS * (WIDTH - 70);
  }

  private static double y(double value) {
    double part = (Math.clamp(value, LOWEST, HIGHEST) - LOWEST) / (HIGHEST - LOWEST);
    return 52 + (1 - part) * (HEIGHT - 82);
  }
}
