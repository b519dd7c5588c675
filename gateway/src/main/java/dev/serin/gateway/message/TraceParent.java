package dev.serin.gateway.message;

/// The header `traceparent` of W3C's Trace Context: `version-traceId-parentId-flags`.
public final class TraceParent {
  /// The length of a trace's id.
  public static final int ID_LENGTH = 32;

  private static final int ID_START = 3;
  private static final int PARENT_START = ID_START + ID_LENGTH + 1;
  private static final int PARENT_LENGTH = 16;
  private static final int FLAGS_START = PARENT_START + PARENT_LENGTH + 1;
  private static final int LENGTH = FLAGS_START + 2;

  private TraceParent() {}

  /// Where the id of the request's trace begins among the bytes of its head; -1 when it has none,
  /// or more than one line, or a line that is malformed.
  public static int traceId(HeaderLines lines) {
    int line = lines.find(FieldName.TRACEPARENT);
    if (line < 0 || lines.count(FieldName.TRACEPARENT) > 1) {
      return -1;
    }
    byte[] bytes = lines.bytes();
    int at = lines.valueStart(line);
    return valid(bytes, at, lines.valueEnd(line) - at) ? at + ID_START : -1;
  }

  private static boolean valid(byte[] bytes, int at, int length) {
    if (length < LENGTH || !hex(bytes, at, 2) || (bytes[at] == 'f' && bytes[at + 1] == 'f')) {
      return false;
    }
    boolean first = bytes[at] == '0' && bytes[at + 1] == '0';
    boolean ends = length == LENGTH || (!first && bytes[at + LENGTH] == '-');
    return ends
        && bytes[at + ID_START - 1] == '-'
        && bytes[at + PARENT_START - 1] == '-'
        && bytes[at + FLAGS_START - 1] == '-'
        && hex(bytes, at + ID_START, ID_LENGTH)
        && !zero(bytes, at + ID_START, ID_LENGTH)
        && hex(bytes, at + PARENT_START, PARENT_LENGTH)
        && !zero(bytes, at + PARENT_START, PARENT_LENGTH)
        && hex(bytes, at + FLAGS_START, 2);
  }

  private static boolean hex(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      byte b = bytes[i];
      if (!Ascii.isDigit(b) && !(b >= 'a' && b <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean zero(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (bytes[i] != '0') {
        return false;
      }
    }
    return true;
  }
}
