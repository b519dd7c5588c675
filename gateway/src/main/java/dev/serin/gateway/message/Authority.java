package dev.serin.gateway.message;

/// A host, perhaps with a port, as `Host` and an absolute target name it. Of what RFC 3986 section
/// 3.2.2 allows in names, the delimiters are left out: no host has them, and some servers split at
/// a comma.
final class Authority {
  private static final boolean[] NAME = new boolean[128];

  static {
    for (char c : "-._~%".toCharArray()) {
      NAME[c] = true;
    }
    for (char c = '0'; c <= 'z'; c++) {
      NAME[c] |= Character.isLetterOrDigit(c);
    }
  }

  private Authority() {}

  /// True for a name, an IPv4 or a bracketed IPv6 address, and perhaps a port. There is no user.
  static boolean valid(byte[] bytes, int from, int to) {
    int end = from < to && bytes[from] == '[' ? address(bytes, from, to) : name(bytes, from, to);
    if (end == from) {
      return false;
    }
    return end == to || (bytes[end] == ':' && digits(bytes, end + 1, to));
  }

  private static int name(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= 0 && NAME[bytes[at]]) {
      at++;
    }
    return at;
  }

  private static int address(byte[] bytes, int from, int to) {
    int at = from + 1;
    while (at < to && (Ascii.hex(bytes[at]) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
      at++;
    }
    return at < to && bytes[at] == ']' && at > from + 1 ? at + 1 : from;
  }

  private static boolean digits(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Ascii.isDigit(bytes[i])) {
        return false;
      }
    }
    return to - from <= 5;
  }
}
