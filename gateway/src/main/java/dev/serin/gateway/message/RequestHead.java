package dev.serin.gateway.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The head of a request, read strictly: what servers could understand in two ways is refused.
public final class RequestHead {
  private static final byte[] CONTINUE = Ascii.bytes("100-continue");
  private static final Word CONTENT_TYPE = new Word("content-type");
  private static final Word GRPC = new Word("application/grpc");
  private static final byte[] H2C = Ascii.bytes("h2c");
  private static final byte[] HTTP = Ascii.bytes("http");
  private static final byte[] TLS = Ascii.bytes("tls");

  private final byte[] bytes;
  private final RequestLine line;
  private final HeaderLines lines = new HeaderLines();
  private final int start;
  private Framing framing = new Framing(-1, false, null);
  private long bodyLimit;

  private RequestHead(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    this.line = new RequestLine(bytes, start);
  }

  /// What reading a head came to.
  ///
  /// @param head to be used only when there is no fault
  public record Outcome(RequestHead head, @Nullable Fault fault) {}

  /// Reads the bytes of a complete head, whose lines all end with CR LF, within [Bounds#DEFAULT].
  public static Outcome read(byte[] bytes, int start, int end) {
    return read(bytes, start, end, Bounds.DEFAULT);
  }

  /// Reads the bytes of a complete head, whose lines all end with CR LF. They must stay as they
  /// are for as long as the head is used.
  public static Outcome read(byte[] bytes, int start, int end, Bounds bounds) {
    RequestHead head = new RequestHead(bytes, start);
    head.bodyLimit = bounds.bodyBytes();
    Fault fault = head.line.read();
    if (fault == null) {
      fault = head.lines.read(bytes, head.line.end(), end, bounds.headers());
    }
    if (fault == null) {
      fault = head.check();
    }
    return new Outcome(head, fault);
  }

  private @Nullable Fault check() {
    Fault fault = checkHost();
    if (fault == null) {
      fault = checkNames();
    }
    if (fault == null) {
      fault = checkExpect();
    }
    return fault == null ? checkFraming() : fault;
  }

  private @Nullable Fault checkHost() {
    int hosts = lines.count(FieldName.HOST);
    if (hosts > 1 || (hosts == 0 && !oldVersion())) {
      return Fault.bad("not one Host, but " + hosts);
    }
    if (hosts == 0) {
      return null;
    }
    int host = lines.find(FieldName.HOST);
    if (!Authority.valid(bytes, lines.valueStart(host), lines.valueEnd(host))) {
      return Fault.bad("a Host that is no host");
    }
    return line.absolute() && !host().equalsIgnoreCase(lines.value(host))
        ? Fault.bad("a Host that is not the one in its target")
        : null;
  }

  private @Nullable Fault checkNames() {
    int line = lines.disguised();
    return line < 0
        ? null
        : Fault.bad("an underscore where others read a hyphen: " + lines.name(line));
  }

  private @Nullable Fault checkExpect() {
    int expects = lines.count(FieldName.EXPECT);
    if (expects == 0) {
      return null;
    }
    int line = lines.find(FieldName.EXPECT);
    boolean known =
        expects == 1 && Ascii.same(bytes, lines.valueStart(line), lines.valueEnd(line), CONTINUE);
    return known ? null : new Fault(417, "an Expect other than 100-continue");
  }

  private @Nullable Fault checkFraming() {
    framing = Framing.of(lines);
    if (framing.fault() != null) {
      return framing.fault();
    }
    if (framing.chunked() && oldVersion()) {
      return Fault.bad("a Transfer-Encoding in HTTP/1.0");
    }
    return framing.length() > bodyLimit
        ? new Fault(413, "a body larger than " + bodyLimit + " bytes")
        : null;
  }

  public String method() {
    return line.method();
  }

  /// The target's path, without its host and its query.
  public String path() {
    return line.path();
  }

  /// The host that is asked, perhaps with a port; empty when an HTTP/1.0 client named none.
  public String host() {
    if (line.absolute()) {
      return new String(
          bytes, line.hostStart(), line.hostEnd() - line.hostStart(), StandardCharsets.US_ASCII);
    }
    int host = lines.find(FieldName.HOST);
    return host < 0 ? "" : lines.value(host);
  }

  /// Writes the request line as a backend gets it, without its version: the method, a space and
  /// the path with its query.
  public void writeLine(ByteBuf out) {
    line.write(out);
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
    return line.targetEnd();
  }

  public int methodEnd() {
    return line.methodEnd();
  }

  public boolean oldVersion() {
    return line.minor() == 0;
  }

  /// True when the client wants to use its connection again.
  public boolean keepAlive() {
    return oldVersion() ? lines.saysKeepAlive() && !lines.saysClose() : !lines.saysClose();
  }

  public boolean hasBody() {
    return framing.chunked() || framing.length() > 0;
  }

  /// True for gRPC, in whose body there may be pauses of any length.
  public boolean converses() {
    for (int i = 0; hasBody() && i < lines.count(); i++) {
      if (lines.named(i, CONTENT_TYPE)) {
        int from = lines.valueStart(i);
        return lines.valueEnd(i) - from >= GRPC.length() && GRPC.standsAt(bytes, from);
      }
    }
    return false;
  }

  /// True when the client waits for a `100 Continue` before it sends the body.
  public boolean expectsContinue() {
    return !oldVersion() && hasBody() && lines.find(FieldName.EXPECT) >= 0;
  }

  /// The body that follows this head.
  public Body body() {
    return framing.chunked()
        ? new ChunkedBody(bodyLimit)
        : new CountedBody(Math.max(0, framing.length()));
  }

  /// True when the client asks to change the protocol to one that is not HTTP once more, in which
  /// requests would pass that nobody looks at.
  public boolean wantsUpgrade() {
    return lines.count(FieldName.UPGRADE) == 1
        && !oldVersion()
        && lines.saysUpgrade()
        && !hasBody()
        && leavesHttp(lines.find(FieldName.UPGRADE));
  }

  private boolean leavesHttp(int upgrade) {
    int at = lines.valueStart(upgrade);
    int to = lines.valueEnd(upgrade);
    boolean leaves = at < to;
    while (leaves && at < to) {
      int end = at;
      while (end < to && Ascii.isToken(bytes[end])) {
        end++;
      }
      leaves =
          !Ascii.same(bytes, at, end, H2C)
              && !Ascii.same(bytes, at, end, HTTP)
              && !Ascii.same(bytes, at, end, TLS);
      at = Math.max(end, at) + 1;
    }
    return leaves;
  }

  /// True when doing it twice does what doing it once does (RFC 9110 section 9.2.2).
  public boolean idempotent() {
    return switch (method()) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
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
