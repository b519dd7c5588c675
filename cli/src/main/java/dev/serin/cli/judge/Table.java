package dev.serin.cli.judge;

import dev.serin.judge.kayenta.Judgement;
import dev.serin.judge.kayenta.MetricResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A judgement as a table for people.
public final class Table {
  private static final List<String> HEAD =
      List.of("METRIC", "CLASSIFICATION", "RATIO", "BASELINE", "CANARY", "SHIFT (98 %)", "REASON");

  private Table() {}

  /// The lines.
  public static List<String> lines(Judged judged) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    judged.judgement().results().forEach(result -> rows.add(row(result)));
    List<String> lines = new ArrayList<>(aligned(rows));
    lines.add("");
    Judgement.Score score = judged.judgement().score();
    if (!score.groups().isEmpty()) {
      lines.add(
          "groups: " + score.groups().stream().map(Table::group).collect(Collectors.joining(", ")));
    }
    lines.add(
        "score %s: %s (passes from %s, marginal from %s)%s"
            .formatted(
                Shown.number(score.value()),
                score.verdict().label(),
                Shown.number(judged.thresholds().pass()),
                Shown.number(judged.thresholds().marginal()),
                score.reason().isEmpty() ? "" : "; " + Shown.text(score.reason())));
    return lines;
  }

  private static String group(Judgement.Group group) {
    return Shown.text(group.name())
        + " "
        + (group.noData() ? "no data, counts as 100" : Shown.number(group.score()));
  }

  private static List<String> row(MetricResult result) {
    return List.of(
        Shown.name(result),
        result.classification().label() + (result.muted() ? ", muted" : ""),
        Shown.number(result.ratio()),
        mean(result.control()),
        mean(result.experiment()),
        Shown.interval(result),
        result.reason().isEmpty() ? "" : Shown.text(result.reason()));
  }

  private static String mean(dev.serin.judge.kayenta.SeriesSummary summary) {
    return summary.count() == 0 ? "-" : Shown.number(summary.mean());
  }

  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> aligned(row, widths)).toList();
  }

  private static String aligned(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      line.append(row.get(column))
          .append(" ".repeat(widths[column] - row.get(column).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
