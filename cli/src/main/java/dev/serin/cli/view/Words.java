package dev.serin.cli.view;

import java.util.ArrayList;
import java.util.List;

/// Text from outside, made fit for a terminal.
public final class Words {
  private Words() {}

  /// `text` on one line, without characters that a terminal would obey.
  public static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> plain.appendCodePoint(Character.isISOControl(c) || hidden(c) ? ' ' : c));
    return plain.toString().strip();
  }

  /// `text` in at most `lines` lines of `width` columns; the last ends with `…` when it is cut.
  public static List<String> wrap(String text, int width, int lines) {
    List<String> wrapped = new ArrayList<>();
    String rest = plain(text);
    while (rest.length() > width && wrapped.size() < lines - 1) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > width / 2 ? space : width;
      wrapped.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    wrapped.add(cut(rest, width));
    return wrapped;
  }

  /// `text` in at most `width` columns.
  public static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  private static boolean hidden(int c) {
    return Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029;
  }
}
