package dev.serin.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/// The steps of a rollout with their marks and times.
final class Ladder {
  private static final int TIME = 8;

  private Ladder() {}

  /// At most `height` lines around the step that it is at.
  static List<AttributedString> draw(Story story, Instant now, int width, int height) {
    int size = story.rungs().size();
    int shown = Math.min(size, height);
    int first = Math.clamp(story.at() - shown / 2L, 0, size - shown);
    return IntStream.range(first, first + shown)
        .mapToObj(
            i ->
                line(
                    story,
                    new Spot(i, i == first && i > 0, i == first + shown - 1 && i < size - 1),
                    now,
                    width))
        .toList();
  }

  /// A line of the ladder, and whether steps above or below it are left out.
  private record Spot(int index, boolean above, boolean below) {}

  private static AttributedString line(Story story, Spot spot, Instant now, int width) {
    Rung rung = story.rungs().get(spot.index());
    Duration time = rung.time(now);
    String more = spot.above() ? " ↑" : spot.below() ? " ↓" : "";
    int digits = String.valueOf(story.rungs().size()).length();
    return new Row()
        .add("  ")
        .add(style(rung.mark()), sign(rung.mark()))
        .add(" ")
        .right(Row.FAINT, String.valueOf(spot.index() + 1), digits)
        .add(" ")
        .left(
            rung.mark() == Rung.Mark.NOW ? Row.BOLD : style(rung.mark()),
            Words.plain(rung.text()) + more,
            Math.max(8, Math.min(width - TIME - digits - 6, 40)))
        .right(Row.FAINT, time == null ? "" : Figures.time(time), TIME)
        .line(width);
  }

  private static String sign(Rung.Mark mark) {
    return switch (mark) {
      case AHEAD -> "·";
      case NOW -> "▶";
      case DONE -> "✔";
      case SKIPPED -> "»";
      case STOPPED -> "✖";
    };
  }

  private static AttributedStyle style(Rung.Mark mark) {
    return switch (mark) {
      case AHEAD, SKIPPED -> Row.FAINT;
      case NOW -> Row.CYAN;
      case DONE -> Row.GREEN;
      case STOPPED -> Row.RED;
    };
  }
}
