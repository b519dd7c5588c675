package dev.serin.gateway.message;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The head of a request, read strictly: what servers could understand in two ways is refused.
public final class RequestHead {
  private static final byte[] VERSION = Ascii.bytes("HTTP/");
  private static final byte[] H2C = Ascii.bytes("h2c");
  private static final String HOST_EXTRA = ".-_~%!$&'()*+,;=:[]";

  private final byte[] bytes;
  private final HeaderLines lines = new HeaderLines();
  private final int start;
  private int methodEnd;
  private int targetStart;
  private int targetEnd;
  private int minor;
  private String method = "";
  private Framing framing = new Framing(-1, false, null);

  private RequestHead(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
  }

  /// What reading a head came to.
  ///
  /// @param head to be used only when there is no fault
  public record Outcome(RequestHead head, @Nullable Fault fault) {}

  /// Reads the bytes of a complete head, whose lines all end with CR LF. They must stay as they
  /// are for as long as the head is used.
  public static Outcome read(byte[] bytes, int start, int end) {
    RequestHead head = new RequestHead(bytes, start);
    Fault fault = head.readLine();
    if (fault == null) {
      fault = head.lines.read(bytes, head.targetEnd + " HTTP/1.1\r\n".length(), end);
    }
    if (fault == null) {
      fault = head.check();
    }
    return new Outcome(head, fault);
  }

  private @Nullable Fault readLine() {
    int at = start;
    while (Ascii.isToken(bytes[at])) {
      at++;
    }
    if (at == start || bytes[at] != Ascii.SPACE) {
      return Fault.bad("a request line without a proper method");
    }
    methodEnd = at;
    method = new String(bytes, start, at - start, StandardCharsets.US_ASCII);
    targetStart = at + 1;
    at = targetStart;
    while (Ascii.isTarget(bytes[at])) {
      at++;
    }
    targetEnd = at;
    if (at == targetStart || bytes[at] != Ascii.SPACE) {
      return Fault.bad("a request line without a proper target and version");
    }
    return readVersion(at + 1);
  }

  private @Nullable Fault readVersion(int at) {
    for (int i = 0; i < VERSION.length; i++) {
      if (bytes[at + i] != VERSION[i]) {
        return Fault.bad("a request line without an HTTP version");
      }
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
      return new Fault(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    }
    return null;
  }

  private @Nullable Fault check() {
    if (method.equals("CONNECT")) {
      return new Fault(501, "CONNECT is not served here");
    }
    boolean asterisk = targetEnd - targetStart == 1 && bytes[targetStart] == '*';
    if (bytes[targetStart] != '/' && !(asterisk && method.equals("OPTIONS"))) {
      return Fault.bad("a target that is not a path");
    }
    Fault host = checkHost();
    if (host != null) {
      return host;
    }
    framing = Framing.of(lines);
    if (framing.fault() == null && framing.chunked() && minor == 0) {
      return Fault.bad("a Transfer-Encoding in HTTP/1.0");
    }
    return framing.fault();
  }

  private @Nullable Fault checkHost() {
    int hosts = lines.count(FieldName.HOST);
    if (hosts > 1 || (hosts == 0 && minor == 1)) {
      return Fault.bad("a request needs one Host, and has " + hosts);
    }
    String host = host();
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (!(c < 0x80 && Character.isLetterOrDigit(c)) && HOST_EXTRA.indexOf(c) < 0) {
        return Fault.bad("a Host with a character that no host has");
      }
    }
    return null;
  }

  public String method() {
    return method;
  }

  /// The target without its query.
  public String path() {
    int end = targetStart;
    while (end < targetEnd && bytes[end] != '?') {
      end++;
    }
    return new String(bytes, targetStart, end - targetStart, StandardCharsets.UTF_8);
  }

  /// The value of `Host`, or empty when an HTTP/1.0 client sent none.
  public String host() {
    int line = lines.find(FieldName.HOST);
    return line < 0 ? "" : lines.value(line);
  }

  public HeaderLines lines() {
    return lines;
  }

  public Framing framing() {
    return framing;
  }

  public byte[] bytes() {
    return bytes;
  }

  /// Where the method begins; the request line goes on to [#lineEnd()].
  public int lineStart() {
    return start;
  }

  /// Just behind the target.
  public int lineEnd() {
    return targetEnd;
  }

  public int methodEnd() {
    return methodEnd;
  }

  public boolean oldVersion() {
    return minor == 0;
  }

  /// True when the client wants to use its connection again.
  public boolean keepAlive() {
    return minor == 1 ? !lines.saysClose() : lines.saysKeepAlive() && !lines.saysClose();
  }

  public boolean hasBody() {
    return framing.chunked() || framing.length() > 0;
  }

  /// The body that follows this head.
  public Body body() {
    return framing.chunked() ? new ChunkedBody() : new CountedBody(Math.max(0, framing.length()));
  }

  /// True when the client asks to change the protocol, to anything but HTTP/2 without TLS.
  public boolean wantsUpgrade() {
    int line = lines.find(FieldName.UPGRADE);
    return line >= 0
        && minor == 1
        && lines.saysUpgrade()
        && !hasBody()
        && !Ascii.same(bytes, lines.valueStart(line), lines.valueEnd(line), H2C);
  }

  /// True when doing it twice does what doing it once does (RFC 9110 section 9.2.2).
  public boolean idempotent() {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  /// Where a cookie's value lies, as `start << 32 | end`; -1 when there is none or it is empty.
  public long cookie(Word name) {
    for (int i = 0; i < lines.count(); i++) {
      if (lines.known(i) == FieldName.COOKIE) {
        long found = cookie(name, lines.valueStart(i), lines.valueEnd(i));
        if (found >= 0) {
          return found;
        }
      }
    }
    return -1;
  }

  private long cookie(Word name, int from, int to) {
    int at = from;
    while (at < to) {
      int end = at;
      while (end < to && bytes[end] != ';') {
        end++;
      }
      while (at < end && bytes[at] == Ascii.SPACE) {
        at++;
      }
      int value = at + name.length() + 1;
      if (value < end && bytes[value - 1] == '=' && name.standsAt(bytes, at)) {
        return ((long) value << 32) | end;
      }
      at = end + 1;
    }
    return -1;
  }
}
