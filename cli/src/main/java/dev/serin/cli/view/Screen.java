package dev.serin.cli.view;

import dev.serin.core.engine.Look;
import dev.serin.core.rollout.Decision;
import dev.serin.core.rollout.Phase;
import dev.serin.core.rollout.Standing;
import dev.serin.core.rollout.Transition;
import dev.serin.core.traffic.Revision;
import dev.serin.core.traffic.Weight;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/// The picture of a run on a terminal: a pure function of a [Frame] and the terminal's size.
final class Screen {
  private static final int WIDE = 112;
  private static final int METRICS = 4;

  private final Frame frame;
  private final int width;
  private final int height;
  private final ZoneId zone;

  private Screen(Frame frame, int width, int height, ZoneId zone) {
    this.frame = frame;
    this.width = width;
    this.height = height;
    this.zone = zone;
  }

  /// At most `height` lines of at most `width` columns.
  static List<AttributedString> draw(Frame frame, Size size, ZoneId zone) {
    return new Screen(frame, size.width(), size.height(), zone).lines();
  }

  /// The size of a terminal, in columns and lines.
  record Size(int width, int height) {}

  private List<AttributedString> lines() {
    List<AttributedString> lines = new ArrayList<>(head());
    int foot = frame.look().end() == null ? 4 : 2;
    int logs = Math.min(4, frame.story().log().size());
    int middle = height - lines.size() - foot - (logs == 0 ? 0 : logs + 1);
    lines.addAll(width >= WIDE ? beside(middle) : stacked(middle));
    if (logs > 0) {
      lines.add(Row.EMPTY);
      lines.addAll(log(logs));
    }
    if (frame.look().end() == null) {
      lines.add(Row.EMPTY);
      lines.add(waiting());
    }
    lines.add(Row.EMPTY);
    lines.add(footer());
    return lines.size() <= height ? lines : lines.subList(0, Math.max(0, height));
  }

  private List<AttributedString> head() {
    Standing standing = frame.look().decision().standing();
    AttributedStyle style = style(standing.phase());
    Row title =
        new Row()
            .add(" ")
            .add(Row.BOLD, frame.look().decision().next().id().name())
            .add("  ")
            .add(style, "● " + standing.phase().word())
            .add("  ")
            .add(frame.place().from() + " → " + frame.place().to());
    String age = Figures.time(frame.age());
    List<AttributedString> lines = new ArrayList<>();
    lines.add(title.to(width - age.length() - 1).add(Row.FAINT, age).line(width));
    for (String line : Words.wrap(standing.message(), width - 2, 2)) {
      lines.add(new Row().add(" ").add(Row.FAINT, line).line(width));
    }
    lines.add(bar());
    lines.add(Row.EMPTY);
    return lines;
  }

  private AttributedString bar() {
    Weight effective = frame.effective();
    Weight wanted = frame.wanted();
    String share = effective.equals(wanted) ? effective.toString() : effective + " → " + wanted;
    String address = frame.place().address();
    int room = Math.max(10, Math.min(60, width - 16 - share.length() - address.length()));
    int full = Math.toIntExact(Math.round((double) room * effective.ppm() / Weight.SCALE));
    int some = effective.ppm() > 0 && full == 0 ? 1 : full;
    int goal = Math.toIntExact(Math.round((double) room * wanted.ppm() / Weight.SCALE));
    int ahead = Math.max(0, goal - some);
    return new Row()
        .add(" traffic  ")
        .add(Row.CYAN, "█".repeat(some))
        .add(Row.CYAN, "▒".repeat(ahead))
        .add(Row.FAINT, "░".repeat(room - some - ahead))
        .add("  ")
        .add(Row.BOLD, share)
        .add("  ")
        .add(Row.FAINT, address)
        .line(width);
  }

  private List<AttributedString> stacked(int room) {
    List<AttributedString> lower = new ArrayList<>();
    lower.add(Row.EMPTY);
    lower.addAll(table(width));
    lower.addAll(analysis(width));
    int ladder = Math.max(3, room - lower.size());
    List<AttributedString> lines =
        new ArrayList<>(Ladder.draw(frame.story(), frame.look().at(), width, ladder));
    lines.addAll(lower);
    return lines;
  }

  private List<AttributedString> beside(int room) {
    int half = 56;
    List<AttributedString> left =
        Ladder.draw(frame.story(), frame.look().at(), half - 2, Math.max(3, room));
    List<AttributedString> right = new ArrayList<>(table(width - half));
    right.addAll(analysis(width - half));
    List<AttributedString> lines = new ArrayList<>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      Row row = new Row().add(i < left.size() ? left.get(i) : Row.EMPTY);
      lines.add(i < right.size() ? row.to(half).add(right.get(i)).line(width) : row.line(width));
    }
    return lines;
  }

  private List<AttributedString> table(int room) {
    Revision from = frame.place().from();
    Revision to = frame.place().to();
    int name = Math.clamp(Math.max(from.hash().length(), to.hash().length()) + 8L, 12, 22);
    Row head = new Row().add("  ").add(" ".repeat(name));
    for (String title : List.of("req/s", "errors", "p50", "p99", "in flight")) {
      head.right(Row.FAINT, title, 10);
    }
    return List.of(
        head.line(room), side("stable", from, name, room), side("canary", to, name, room));
  }

  private AttributedString side(String role, Revision revision, int name, int room) {
    Side side = frame.side(revision);
    Row row = new Row().add("  ").left(Row.PLAIN, role + " " + revision, name);
    row.right(Row.PLAIN, Figures.rate(side.requestsPerSecond()), 10);
    row.right(side.errorShare() > 0 ? Row.RED : Row.PLAIN, Figures.share(side.errorShare()), 10);
    row.right(Row.PLAIN, Figures.latency(side.p50()), 10);
    row.right(Row.PLAIN, Figures.latency(side.p99()), 10);
    return row.right(Row.PLAIN, String.valueOf(side.inFlight()), 10).line(room);
  }

  private List<AttributedString> analysis(int room) {
    List<MetricLine> metrics = MetricLine.of(frame.look());
    List<AttributedString> lines = new ArrayList<>();
    if (!metrics.isEmpty()) {
      lines.add(Row.EMPTY);
    }
    for (MetricLine metric :
        metrics.subList(Math.max(0, metrics.size() - METRICS), metrics.size())) {
      lines.add(metric.line(room));
    }
    return lines;
  }

  private List<AttributedString> log(int lines) {
    DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    List<Transition> log = frame.story().log();
    return log.subList(log.size() - lines, log.size()).stream()
        .map(
            t ->
                new Row()
                    .add(" ")
                    .add(Row.FAINT, clock.format(t.at()))
                    .add(" ")
                    .add(Words.cut(Words.plain(t.message()), width - 11))
                    .line(width))
        .toList();
  }

  private AttributedString waiting() {
    Decision.Wait wait = frame.look().decision().waiting();
    if (wait.what().isEmpty()) {
      return Row.EMPTY;
    }
    Row row = new Row().add(" waits for ").add(Row.YELLOW, Words.plain(wait.what()));
    if (wait.until() != null) {
      Duration left = Duration.between(frame.look().at(), wait.until());
      row.add(": " + Figures.left(left.isNegative() ? Duration.ZERO : left) + " left");
    }
    return row.line(width);
  }

  private AttributedString footer() {
    Look.End end = frame.look().end();
    Row row = new Row().add(" ");
    if (end == Look.End.PROMOTED) {
      return row.add(Row.GREEN, "promoted: " + frame.place().to() + " gets everything").line(width);
    }
    if (end == Look.End.ROLLED_BACK) {
      return row.add(Row.RED, "rolled back: " + frame.place().from() + " gets everything")
          .line(width);
    }
    return row.add(Row.FAINT, Key.HELP).line(width);
  }

  private static AttributedStyle style(Phase phase) {
    return switch (phase) {
      case HEALTHY -> Row.GREEN;
      case PROGRESSING -> Row.CYAN;
      case PAUSED -> Row.YELLOW;
      case DEGRADED -> Row.RED;
    };
  }
}
