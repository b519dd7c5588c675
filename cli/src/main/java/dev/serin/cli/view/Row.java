package dev.serin.cli.view;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// One line of the screen while it is written from left to right.
final class Row {
  static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  static final AttributedStyle BOLD = PLAIN.bold();
  static final AttributedStyle FAINT =
      PLAIN.foreground(AttributedStyle.BRIGHT + AttributedStyle.BLACK);
  static final AttributedStyle GREEN = PLAIN.foreground(AttributedStyle.GREEN);
  static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);
  static final AttributedStyle RED = PLAIN.foreground(AttributedStyle.RED);
  static final AttributedStyle CYAN = PLAIN.foreground(AttributedStyle.CYAN);

  /// A line with nothing on it.
  static final AttributedString EMPTY = AttributedString.EMPTY;

  private final AttributedStringBuilder line = new AttributedStringBuilder();

  Row add(String text) {
    return add(PLAIN, text);
  }

  Row add(AttributedStyle style, String text) {
    line.styled(style, text);
    return this;
  }

  Row add(AttributedString text) {
    line.append(text);
    return this;
  }

  /// `text` at the left of a column.
  Row left(AttributedStyle style, String text, int width) {
    String cut = Words.cut(text, width);
    return add(style, cut).add(" ".repeat(width - cut.length()));
  }

  /// `text` at the right of a column.
  Row right(AttributedStyle style, String text, int width) {
    String cut = Words.cut(text, width);
    return add(" ".repeat(width - cut.length())).add(style, cut);
  }

  /// Goes on at column `column`, or one column after the text.
  Row to(int column) {
    return add(" ".repeat(Math.max(1, column - line.columnLength())));
  }

  int columns() {
    return line.columnLength();
  }

  /// The line in at most `width` columns.
  AttributedString line(int width) {
    AttributedString whole = line.toAttributedString();
    return whole.columnLength() <= width ? whole : whole.columnSubSequence(0, width);
  }
}
