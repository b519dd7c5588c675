package dev.serin.bench.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Dots on a logarithmic scale, one line for each name, as SVG. Readable on light and dark pages.
final class DotPlot {
  private static final int LEFT = 190;
  private static final int WIDTH = 760;
  private static final int ROW = 30;
  private static final int TOP = 46;
  private static final double LEAST = 0.4;
  private static final double MOST = 1000;

  private final String title;
  private final Map<String, List<Double>> dots = new LinkedHashMap<>();
  private final Map<String, Integer> never = new LinkedHashMap<>();

  DotPlot(String title) {
    this.title = title;
  }

  void add(String name, double value) {
    dots.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  /// One more case in which there is no value.
  void never(String name) {
    dots.computeIfAbsent(name, _ -> new ArrayList<>());
    never.merge(name, 1, Integer::sum);
  }

  String svg() {
    int height = TOP + dots.size() * ROW + 30;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <title>%s</title>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="12" y="22" font-weight="bold" fill="#1f2328">%s</text>
        """
            .formatted(WIDTH, height, title, title));
    axis(svg, height);
    int row = 0;
    for (Map.Entry<String, List<Double>> line : dots.entrySet()) {
      line(svg, TOP + ROW * row++ + ROW / 2, line.getKey(), line.getValue());
    }
    return svg.append("</svg>\n").toString();
  }

  private static void axis(StringBuilder svg, int height) {
    for (double tick : new double[] {0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
      svg.append(
          """
          <line x1="%1$.1f" y1="%2$d" x2="%1$.1f" y2="%3$d" stroke="#d8dee4"/>
          <text x="%1$.1f" y="%4$d" text-anchor="middle" fill="#59636e">%5$s</text>
          """
              .formatted(
                  x(tick),
                  TOP - 8,
                  height - 26,
                  height - 8,
                  tick < 1 ? "0.5" : "%.0f".formatted(tick)));
    }
  }

  private void line(StringBuilder svg, int y, String name, List<Double> values) {
    String colour = name.startsWith("Serin") ? "#0969da" : "#cf5d00";
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#1f2328\">%s</text>\n"
            .formatted(LEFT - 22, y + 4, name.replace(">", "&gt;")));
    for (double value : values) {
      svg.append(
          "<circle cx=\"%.1f\" cy=\"%d\" r=\"4.5\" fill=\"%s\" fill-opacity=\"0.6\"/>\n"
              .formatted(x(value), y, colour));
    }
    int missing = never.getOrDefault(name, 0);
    if (missing > 0) {
      svg.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#59636e\">never in %d</text>\n"
              .formatted(WIDTH - 10, y - 7, missing));
    }
  }

  private static double x(double value) {
    double part = Math.log(Math.clamp(value, LEAST, MOST) / LEAST) / Math.log(MOST / LEAST);
    return LEFT + part * (WIDTH - LEFT - 30);
  }
}
