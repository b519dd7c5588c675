package dev.serin.gateway.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The header lines of one head: where each name and each value lies in the head's bytes.
public final class HeaderLines {
  private static final int MARKS = 4;
  private static final int MOST_OPTIONS = 2 * 64;
  private static final int[] NONE = new int[0];
  private static final byte[] CLOSE = Ascii.bytes("close");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
  private static final byte[] UPGRADE = Ascii.bytes("upgrade");

  private byte[] bytes = new byte[0];
  private int[] marks = new int[16 * MARKS];
  private @Nullable FieldName[] known = new @Nullable FieldName[16];
  private int count;
  private int end;
  private int[] options = NONE;
  private int optionCount;
  private boolean underscored;
  private boolean close;
  private boolean keepAlive;
  private boolean upgrade;

  /// Reads the lines between two places; the last is the blank one.
  ///
  /// @param most how many lines there may be
  /// @return what is wrong, or null
  @Nullable Fault read(byte[] from, int start, int end, int most) {
    bytes = from;
    int at = start;
    while (bytes[at] != Ascii.CR) {
      if (count >= most) {
        return new Fault(431, "more than " + most + " headers");
      }
      int colon = at;
      while (Ascii.isToken(bytes[colon])) {
        underscored |= bytes[colon] == '_';
        colon++;
      }
      if (bytes[colon] != ':' || colon == at) {
        return badName(at, colon);
      }
      int eol = Ascii.endOfText(bytes, colon + 1, end);
      while (bytes[eol] == Ascii.TAB) {
        eol = Ascii.endOfText(bytes, eol + 1, end);
      }
      if (bytes[eol] != Ascii.CR) {
        return Fault.bad("a control character in the value of a header");
      }
      add(at, colon, eol);
      if (optionCount > MOST_OPTIONS) {
        return Fault.bad("a Connection that names too many headers");
      }
      at = eol + 2;
      if (at >= end) {
        return Fault.bad("a head without a blank line");
      }
    }
    this.end = at;
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
      int next = end + 1;
      while (at < end && isBlank(bytes[at])) {
        at++;
      }
      while (end > at && isBlank(bytes[end - 1])) {
        end--;
      }
      readOption(at, end);
      at = next;
    }
  }

  private void readOption(int from, int to) {
    if (Ascii.same(bytes, from, to, CLOSE)) {
      close = true;
    } else if (Ascii.same(bytes, from, to, KEEP_ALIVE)) {
      keepAlive = true;
    } else if (Ascii.same(bytes, from, to, UPGRADE)) {
      upgrade = true;
    } else if (from < to) {
      if (optionCount == options.length) {
        options = Arrays.copyOf(options, Math.max(8, optionCount * 2));
      }
      options[optionCount++] = from;
      options[optionCount++] = to;
    }
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

  /// True when a `Connection` header names line `i`, so that it ends here. It names in vain what
  /// others rely on: see [FieldName#endToEnd()].
  public boolean namedByConnection(int i) {
    if (optionCount == 0 || (known[i] != null && known[i].endToEnd())) {
      return false;
    }
    for (int option = 0; option < optionCount; option += 2) {
      if (sameName(i, options[option], options[option + 1])) {
        return true;
      }
    }
    return false;
  }

  /// True when line `i` of a response goes on to the client.
  public boolean passesToClient(int i) {
    FieldName name = known[i];
    boolean passes =
        name == null
            || name.fate() == FieldName.Fate.PASSED
            || name.fate() == FieldName.Fate.CLIENT_CLAIM;
    return passes && !namedByConnection(i);
  }

  private boolean sameName(int i, int from, int to) {
    int start = nameStart(i);
    boolean same = nameEnd(i) - start == to - from;
    for (int at = from; same && at < to; at++) {
      same = Ascii.lower(bytes[at]) == Ascii.lower(bytes[start + at - from]);
    }
    return same;
  }

  /// The first line whose name, with a `-` for each `_`, would be one with a meaning to the
  /// gateway; or -1.
  int disguised() {
    for (int i = 0; underscored && i < count; i++) {
      if (known[i] == null && FieldName.resembling(bytes, nameStart(i), nameEnd(i)) != null) {
        return i;
      }
    }
    return -1;
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

  /// Behind the last line: where the blank one begins.
  public int end() {
    return end;
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
