package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The first line of a request: what is asked for, and in which version.
///
/// A target may be a path, or absolute (`http://shop/cart`, RFC 9112 section 3.2.2): then it names
/// the host too, and goes on as a path.
final class RequestLine {
  private static final byte[] VERSION = Ascii.bytes("HTTP/");
  private static final byte[][] SCHEMES = {Ascii.bytes("http://"), Ascii.bytes("https://")};
  private static final String[] METHODS = {
    "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"
  };
  private static final byte[][] METHOD_BYTES = new byte[METHODS.length][];

  static {
    for (int i = 0; i < METHODS.length; i++) {
      METHOD_BYTES[i] = Ascii.bytes(METHODS[i]);
    }
  }

  private final byte[] bytes;
  private final int start;
  private int methodEnd;
  private int hostStart;
  private int targetStart;
  private int targetEnd;
  private int minor;
  private String method = "";

  RequestLine(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
  }

  /// Reads it; a CR LF must follow.
  @Nullable Fault read() {
    int at = start;
    while (Ascii.isToken(bytes[at])) {
      at++;
    }
    if (at == start || bytes[at] != Ascii.SPACE) {
      return Fault.bad("a request line without a proper method");
    }
    methodEnd = at;
    method = readMethod();
    targetStart = at + 1;
    at = targetStart;
    while (Ascii.isTarget(bytes[at])) {
      at++;
    }
    targetEnd = at;
    if (at == targetStart || bytes[at] != Ascii.SPACE) {
      return Fault.bad("a request line without a proper target and version");
    }
    Fault version = readVersion(at + 1);
    return version == null ? readTarget() : version;
  }

  private String readMethod() {
    int length = methodEnd - start;
    for (int i = 0; i < METHODS.length; i++) {
      byte[] known = METHOD_BYTES[i];
      if (known.length == length && startsWith(start, known)) {
        return METHODS[i];
      }
    }
    return new String(bytes, start, length, StandardCharsets.US_ASCII);
  }

  private boolean startsWith(int from, byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (bytes[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Fault readVersion(int at) {
    if (!startsWith(at, VERSION)) {
      return Fault.bad("a request line without an HTTP version");
    }
    int major = at + VERSION.length;
    boolean formed =
        Ascii.isDigit(bytes[major])
            && bytes[major + 1] == '.'
            && Ascii.isDigit(bytes[major + 2])
            && bytes[major + 3] == Ascii.CR;
    if (!formed) {
      return Fault.bad("a request line that does not end with an HTTP version");
    }
    minor = bytes[major + 2] - '0';
    if (bytes[major] != '1' || minor > 1) {
      return new Fault(505, "a version other than HTTP/1.0 and HTTP/1.1");
    }
    return null;
  }

  private @Nullable Fault readTarget() {
    if (method.equals("CONNECT")) {
      return new Fault(501, "the method CONNECT, which is not served here");
    }
    if (method.equals("TRACE")) {
      return new Fault(405, "the method TRACE, which is not allowed here");
    }
    boolean asterisk = targetEnd - targetStart == 1 && bytes[targetStart] == '*';
    if (bytes[targetStart] == '/' || (asterisk && method.equals("OPTIONS"))) {
      return null;
    }
    for (byte[] scheme : SCHEMES) {
      int end = targetStart + scheme.length;
      if (end < targetEnd && Ascii.same(bytes, targetStart, end, scheme)) {
        return readAbsolute(end);
      }
    }
    return Fault.bad("a target that is no path");
  }

  private @Nullable Fault readAbsolute(int from) {
    int at = from;
    while (at < targetEnd && bytes[at] != '/' && bytes[at] != '?') {
      at++;
    }
    if (!Authority.valid(bytes, from, at)) {
      return Fault.bad("a target without a proper host");
    }
    hostStart = from;
    targetStart = at;
    return null;
  }

  /// Writes the method, a space and the path with its query, and no version.
  void write(ByteBuf out) {
    if (hostStart == 0) {
      out.writeBytes(bytes, start, targetEnd - start);
      return;
    }
    out.writeBytes(bytes, start, methodEnd + 1 - start);
    if (targetStart == targetEnd || bytes[targetStart] != '/') {
      out.writeByte(targetStart == targetEnd && method.equals("OPTIONS") ? '*' : '/');
    }
    out.writeBytes(bytes, targetStart, targetEnd - targetStart);
  }

  String path() {
    int end = targetStart;
    while (end < targetEnd && bytes[end] != '?') {
      end++;
    }
    return end == targetStart
        ? "/"
        : new String(bytes, targetStart, end - targetStart, StandardCharsets.US_ASCII);
  }

  /// True when the target names the host.
  boolean absolute() {
    return hostStart > 0;
  }

  int hostStart() {
    return hostStart;
  }

  int hostEnd() {
    return targetStart;
  }

  /// Just behind the CR LF.
  int end() {
    return targetEnd + " HTTP/1.1\r\n".length();
  }

  int methodEnd() {
    return methodEnd;
  }

  int targetEnd() {
    return targetEnd;
  }

  int minor() {
    return minor;
  }

  String method() {
    return method;
  }
}
