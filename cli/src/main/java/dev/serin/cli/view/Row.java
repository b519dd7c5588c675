package dev.serin.cli.view;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// One line of the screen while it is written from left to right.
public final class Row {
  /// Ordinary text.
  public static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

  /// What the eye is to find first.
  public static final AttributedStyle BOLD = PLAIN.bold();

  /// What matters least.
  public static final AttributedStyle FAINT =
      PLAIN.foreground(AttributedStyle.BRIGHT + AttributedStyle.BLACK);

  /// What is well.
  public static final AttributedStyle GREEN = PLAIN.foreground(AttributedStyle.GREEN);

  /// What waits.
  public static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);

  /// What is wrong.
  public static final AttributedStyle RED = PLAIN.foreground(AttributedStyle.RED);

  /// What is under way.
  public static final AttributedStyle CYAN = PLAIN.foreground(AttributedStyle.CYAN);

  /// A line with nothing on it.
  public static final AttributedString EMPTY = AttributedString.EMPTY;

  private final AttributedStringBuilder line = new AttributedStringBuilder();

  /// Goes on with ordinary text.
  public Row add(String text) {
    return add(PLAIN, text);
  }

  /// Goes on with text in a style.
  public Row add(AttributedStyle style, String text) {
    line.styled(style, text);
    return this;
  }

  /// Goes on with a part that has its styles already.
  public Row add(AttributedString text) {
    line.append(text);
    return this;
  }

  /// `text` at the left of a column.
  public Row left(AttributedStyle style, String text, int width) {
    String cut = Words.cut(text, width);
    return add(style, cut).add(" ".repeat(width - cut.length()));
  }

  /// `text` at the right of a column.
  public Row right(AttributedStyle style, String text, int width) {
    String cut = Words.cut(text, width);
    return add(" ".repeat(width - cut.length())).add(style, cut);
  }

  /// Goes on at column `column`, or one column after the text.
  public Row to(int column) {
    return add(" ".repeat(Math.max(1, column - line.columnLength())));
  }

  int columns() {
    return line.columnLength();
  }

  /// The whole line.
  public AttributedString line() {
    return line.toAttributedString();
  }

  /// The line in at most `width` columns.
  public AttributedString line(int width) {
    AttributedString whole = line.toAttributedString();
    return whole.columnLength() <= width ? whole : whole.columnSubSequence(0, width);
  }
}
