package dev.serin.cli.view;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/// A table whose columns are as wide as what is in them.
public final class Columns {
  private static final int GAP = 2;

  private final List<List<Cell>> rows = new ArrayList<>();

  /// @param titles of the columns
  public Columns(String... titles) {
    rows.add(List.of(titles).stream().map(title -> new Cell(Row.FAINT, title)).toList());
  }

  /// What is in one row and one column.
  public record Cell(AttributedStyle style, String text) {
    /// Ordinary text.
    public static Cell of(String text) {
      return new Cell(Row.PLAIN, text);
    }

    int width() {
      return new AttributedString(text).columnLength();
    }
  }

  /// Adds a row; it may have fewer cells than there are columns.
  public void add(Cell... cells) {
    rows.add(List.of(cells));
  }

  /// The titles, then the rows.
  public List<AttributedString> lines() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static AttributedString line(List<Cell> row, int... widths) {
    Row line = new Row();
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      line.add(cell.style(), cell.text());
      boolean last = row.subList(i + 1, row.size()).stream().allMatch(c -> c.text().isEmpty());
      if (last) {
        break;
      }
      line.add(" ".repeat(widths[i] - cell.width() + GAP));
    }
    return line.line();
  }

  /// Lines as a console takes them.
  ///
  /// @param colour whether colours are welcome
  public static List<String> painted(boolean colour, List<AttributedString> lines) {
    return lines.stream().map(line -> colour ? line.toAnsi() : line.toString()).toList();
  }
}
