package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.view.Columns;
import dev.serin.cli.view.Columns.Cell;
import dev.serin.cli.view.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;

/// A rollout as Argo's users know it: its state, then a tree of its revisions, backends and
/// analysis
/// runs.
public final class Tree {
  private final Seen rollout;
  private final Instant now;

  private Tree(Seen rollout, Instant now) {
    this.rollout = rollout;
    this.now = now;
  }

  /// The picture of a rollout.
  public static List<AttributedString> of(Seen rollout, Instant now) {
    Tree tree = new Tree(rollout, now);
    List<AttributedString> lines = new ArrayList<>(tree.header());
    lines.add(Row.EMPTY);
    lines.addAll(tree.tree());
    return lines;
  }

  /// What stands above the tree.
  List<AttributedString> header() {
    List<AttributedString> lines = new ArrayList<>();
    field(lines, "Name:", Cell.of(rollout.text("name")));
    field(lines, "Namespace:", Cell.of(rollout.text("namespace")));
    field(lines, "Status:", Sign.of(rollout.text("phase")));
    field(lines, "Message:", Cell.of(rollout.text("message")));
    field(lines, "Strategy:", Cell.of(strategy()));
    field(lines, "  Step:", Cell.of(step()));
    field(lines, "  SetWeight:", Cell.of(Told.percent(rollout.number("weight"))));
    field(lines, "  ActualWeight:", Cell.of(Told.percent(rollout.number("effectiveWeight"))));
    field(lines, "Stable:", Cell.of(rollout.text("stable")));
    field(lines, "Desired:", Cell.of(rollout.text("desired")));
    rollout.part("router").ifPresent(router -> field(lines, "Router:", router(router)));
    field(lines, "Waits for:", new Cell(Row.YELLOW, Told.waiting(rollout, now)));
    field(lines, "Held:", new Cell(Row.YELLOW, String.join(", ", rollout.texts("holds"))));
    field(lines, "Node:", Cell.of(rollout.text("node")));
    return lines;
  }

  private static void field(List<AttributedString> lines, String title, Cell value) {
    if (!value.text().isEmpty()) {
      lines.add(new Row().add(title).to(17).add(value.style(), value.text()).line());
    }
  }

  private String strategy() {
    return switch (rollout.text("strategy")) {
      case "canary" -> "Canary";
      case "blueGreen" -> "BlueGreen";
      default -> rollout.text("strategy");
    };
  }

  private String step() {
    String text = rollout.part("step").map(step -> step.text("text")).orElse("");
    return Told.step(rollout) + (text.isEmpty() ? "" : "  " + text);
  }

  private static Cell router(Seen router) {
    String trouble = router.text("trouble");
    String what = router.text("kind") + "  " + router.text("address");
    return trouble.isEmpty() ? Cell.of(what) : new Cell(Row.RED, what + "  " + trouble);
  }

  /// What stands below the header.
  List<AttributedString> tree() {
    Columns columns = new Columns("NAME", "KIND", "STATUS", "AGE", "INFO");
    columns.add(
        Cell.of("⟳ " + rollout.text("name")),
        Cell.of("Rollout"),
        Sign.of(rollout.text("phase")),
        Cell.of(Told.ago(rollout.time("since"), now)),
        Cell.of(rollout.is("guarded") ? "guarded" : ""));
    for (Iterator<String> it = revisions().iterator(); it.hasNext(); ) {
      String revision = it.next();
      revision(columns, revision, !it.hasNext());
    }
    return columns.lines();
  }

  /// The canary's first, as the newest one.
  private SequencedSet<String> revisions() {
    Stream<String> told =
        Stream.of(
            canary(), rollout.text("current"), rollout.text("desired"), rollout.text("stable"));
    return Stream.concat(told, rollout.parts("backends").stream().map(b -> b.text("revision")))
        .filter(revision -> !revision.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String canary() {
    return rollout.parts("backends").stream()
        .filter(backend -> backend.text("role").equals("canary"))
        .map(backend -> backend.text("revision"))
        .findFirst()
        .orElse("");
  }

  private void revision(Columns columns, String revision, boolean last) {
    boolean first = revision.equals(revisions().getFirst());
    columns.add(
        Cell.of((last ? "└──" : "├──") + "# revision:" + revision),
        Cell.of(""),
        Cell.of(""),
        Cell.of(""),
        Cell.of(role(revision)));
    List<Cell[]> below = new ArrayList<>();
    rollout.parts("backends").stream()
        .filter(backend -> backend.text("revision").equals(revision))
        .forEach(backend -> below.add(backend(backend)));
    if (first) {
      rollout.parts("analysisRuns").forEach(run -> below.add(run(run)));
    }
    for (int i = 0; i < below.size(); i++) {
      Cell[] row = below.get(i);
      String branch = (last ? "   " : "│  ") + (i == below.size() - 1 ? "└──" : "├──");
      row[0] = Cell.of(branch + row[0].text());
      columns.add(row);
    }
  }

  private String role(String revision) {
    return revision.equals(rollout.text("stable"))
        ? "stable"
        : revision.equals(canary()) ? "canary" : "";
  }

  private static Cell[] backend(Seen backend) {
    int endpoints = backend.texts("endpoints").size();
    boolean healthy = backend.is("healthy");
    String why = backend.text("why");
    String info =
        Stream.of(
                backend.text("role"), endpoints == 1 ? "1 endpoint" : endpoints + " endpoints", why)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(", "));
    return new Cell[] {
      Cell.of("⧉ " + backend.text("name")),
      Cell.of("Backend"),
      Sign.of(healthy ? "Healthy" : "Degraded"),
      Cell.of(""),
      Cell.of(info)
    };
  }

  private Cell[] run(Seen run) {
    return new Cell[] {
      Cell.of("α " + run.text("name")),
      Cell.of("AnalysisRun"),
      Sign.of(run.text("phase")),
      Cell.of(Told.ago(run.time("startedAt"), now)),
      Cell.of(
          Stream.of(counts(run), run.text("message"))
              .filter(s -> !s.isEmpty())
              .collect(Collectors.joining("  ")))
    };
  }

  private static String counts(Seen run) {
    return Stream.of(
            count(run, "successful", "✔"),
            count(run, "failed", "✖"),
            count(run, "inconclusive", "?"),
            count(run, "error", "⚠"))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> count(Seen run, String field, String sign) {
    long sum = run.parts("metrics").stream().mapToLong(metric -> metric.count(field)).sum();
    return sum == 0 ? Optional.empty() : Optional.of(sign + " " + sum);
  }
}
