package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.view.Columns;
import dev.serin.cli.view.Columns.Cell;
import dev.serin.cli.view.Words;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;

/// Rollouts in a table, one a line.
public final class Listing {
  private static final int MESSAGE = 60;

  private Listing() {}

  /// The table.
  ///
  /// @param rollouts summaries
  public static List<AttributedString> of(List<Seen> rollouts, Instant now) {
    Columns columns =
        new Columns(
            "NAMESPACE",
            "NAME",
            "STRATEGY",
            "STATUS",
            "STEP",
            "WEIGHT",
            "STABLE",
            "DESIRED",
            "AGE",
            "INFO");
    for (Seen rollout : rollouts) {
      columns.add(
          Cell.of(rollout.text("namespace")),
          Cell.of(rollout.text("name")),
          Cell.of(rollout.text("strategy")),
          Sign.of(rollout.text("phase")),
          Cell.of(Told.step(rollout)),
          Cell.of(Told.percent(rollout.number("weight"))),
          Cell.of(rollout.text("stable", "-")),
          Cell.of(rollout.text("desired", "-")),
          Cell.of(Told.ago(rollout.time("updatedAt"), now)),
          Cell.of(info(rollout, now)));
    }
    return columns.lines();
  }

  private static String info(Seen rollout, Instant now) {
    String whole =
        Stream.of(rollout.text("message"), Told.waiting(rollout, now))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    return Words.cut(whole, MESSAGE);
  }
}
