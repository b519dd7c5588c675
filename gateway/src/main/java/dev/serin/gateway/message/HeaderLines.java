package dev.serin.gateway.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The header lines of one head: where each name and each value lies in the head's bytes.
public final class HeaderLines {
  private static final int MARKS = 4;
  private static final byte[] CLOSE = Ascii.bytes("close");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
  private static final byte[] UPGRADE = Ascii.bytes("upgrade");

  private byte[] bytes = new byte[0];
  private int[] marks = new int[16 * MARKS];
  private @Nullable FieldName[] known = new @Nullable FieldName[16];
  private int count;
  private List<String> listed = List.of();
  private boolean close;
  private boolean keepAlive;
  private boolean upgrade;

  /// Reads the lines between two places; the last is the blank one.
  ///
  /// @return what is wrong, or null
  public @Nullable Fault read(byte[] from, int start, int end) {
    bytes = from;
    int at = start;
    while (bytes[at] != Ascii.CR) {
      int colon = at;
      while (Ascii.isToken(bytes[colon])) {
        colon++;
      }
      if (bytes[colon] != ':' || colon == at) {
        return badName(at, colon);
      }
      int eol = colon + 1;
      while (bytes[eol] != Ascii.CR) {
        if (!Ascii.isFieldText(bytes[eol])) {
          return Fault.bad("a control character in the value of a header");
        }
        eol++;
      }
      add(at, colon, eol);
      at = eol + 2;
      if (at >= end) {
        return Fault.bad("a head without a blank line");
      }
    }
    return null;
  }

  private Fault badName(int at, int stop) {
    byte b = bytes[stop];
    if (stop == at && (b == Ascii.SPACE || b == Ascii.TAB)) {
      return Fault.bad("a folded header line");
    }
    if (b == Ascii.SPACE || b == Ascii.TAB) {
      return Fault.bad("white space in or behind the name of a header");
    }
    return Fault.bad("a header line without a proper name");
  }

  private void add(int nameStart, int nameEnd, int lineEnd) {
    if (count == known.length) {
      known = Arrays.copyOf(known, count * 2);
      marks = Arrays.copyOf(marks, count * 2 * MARKS);
    }
    int valueStart = nameEnd + 1;
    int valueEnd = lineEnd;
    while (valueStart < valueEnd && isBlank(bytes[valueStart])) {
      valueStart++;
    }
    while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) {
      valueEnd--;
    }
    int mark = count * MARKS;
    marks[mark] = nameStart;
    marks[mark + 1] = nameEnd;
    marks[mark + 2] = valueStart;
    marks[mark + 3] = valueEnd;
    known[count] = FieldName.of(bytes, nameStart, nameEnd);
    if (known[count] == FieldName.CONNECTION) {
      readConnection(valueStart, valueEnd);
    }
    count++;
  }

  private void readConnection(int from, int to) {
    int at = from;
    while (at < to) {
      int end = at;
      while (end < to && bytes[end] != ',') {
        end++;
      }
      String word = text(at, end).trim().toLowerCase(Locale.ROOT);
      byte[] token = Ascii.bytes(word);
      if (Arrays.equals(token, CLOSE)) {
        close = true;
      } else if (Arrays.equals(token, KEEP_ALIVE)) {
        keepAlive = true;
      } else if (Arrays.equals(token, UPGRADE)) {
        upgrade = true;
      } else if (!word.isEmpty()) {
        list(word);
      }
      at = end + 1;
    }
  }

  private void list(String word) {
    if (listed.isEmpty()) {
      listed = new ArrayList<>();
    }
    listed.add(word);
  }

  private static boolean isBlank(byte b) {
    return b == Ascii.SPACE || b == Ascii.TAB;
  }

  /// How many lines there are.
  public int count() {
    return count;
  }

  /// Which of the names with a meaning to the gateway line `i` has, or null.
  public @Nullable FieldName known(int i) {
    return known[i];
  }

  /// True when a `Connection` header names line `i`, so that it ends here.
  public boolean namedByConnection(int i) {
    return !listed.isEmpty() && listed.contains(name(i).toLowerCase(Locale.ROOT));
  }

  /// True when a `Connection` header says `close`.
  public boolean saysClose() {
    return close;
  }

  /// True when a `Connection` header says `keep-alive`.
  public boolean saysKeepAlive() {
    return keepAlive;
  }

  /// True when a `Connection` header says `upgrade`.
  public boolean saysUpgrade() {
    return upgrade;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int nameStart(int i) {
    return marks[i * MARKS];
  }

  public int nameEnd(int i) {
    return marks[i * MARKS + 1];
  }

  public int valueStart(int i) {
    return marks[i * MARKS + 2];
  }

  public int valueEnd(int i) {
    return marks[i * MARKS + 3];
  }

  public String name(int i) {
    return text(nameStart(i), nameEnd(i));
  }

  public String value(int i) {
    return text(valueStart(i), valueEnd(i));
  }

  /// The first line with that name, or -1.
  public int find(FieldName name) {
    for (int i = 0; i < count; i++) {
      if (known[i] == name) {
        return i;
      }
    }
    return -1;
  }

  /// How many lines have that name.
  public int count(FieldName name) {
    int lines = 0;
    for (int i = 0; i < count; i++) {
      if (known[i] == name) {
        lines++;
      }
    }
    return lines;
  }

  /// True when line `i` has this name.
  public boolean named(int i, Word name) {
    return name.same(bytes, nameStart(i), nameEnd(i));
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
