package dev.serin.gateway.message;

import org.jspecify.annotations.Nullable;

/// The head of a backend's response.
public final class ResponseHead {
  private static final byte[] VERSION = Ascii.bytes("HTTP/1.");

  private final byte[] bytes;
  private final int start;
  private final HeaderLines lines = new HeaderLines();
  private int minor;
  private int status;
  private int lineEnd;
  private Framing framing = new Framing(-1, false, null);

  private ResponseHead(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
  }

  /// What reading a head came to.
  ///
  /// @param head to be used only when there is no fault
  public record Outcome(ResponseHead head, @Nullable Fault fault) {}

  /// Reads the bytes of a complete head, whose lines all end with CR LF, within [Bounds#DEFAULT].
  public static Outcome read(byte[] bytes, int start, int end) {
    return read(bytes, start, end, Bounds.DEFAULT);
  }

  /// Reads the bytes of a complete head, whose lines all end with CR LF.
  public static Outcome read(byte[] bytes, int start, int end, Bounds bounds) {
    ResponseHead head = new ResponseHead(bytes, start);
    Fault fault = head.readLine(end);
    if (fault == null) {
      fault = head.lines.read(bytes, head.lineEnd + 2, end, bounds.headers());
    }
    if (fault == null) {
      head.framing = Framing.of(head.lines);
      fault = head.checkFraming();
    }
    return new Outcome(head, fault);
  }

  private @Nullable Fault readLine(int end) {
    int at = start;
    boolean formed = end - start > "HTTP/1.1 200".length();
    for (int i = 0; formed && i < VERSION.length; i++) {
      formed = bytes[at + i] == VERSION[i];
    }
    at += VERSION.length;
    formed = formed && (bytes[at] == '0' || bytes[at] == '1') && bytes[at + 1] == Ascii.SPACE;
    if (!formed) {
      return Fault.bad("a status line that does not begin with HTTP/1.0 or HTTP/1.1");
    }
    minor = bytes[at] - '0';
    for (int i = at + 2; i < at + 5; i++) {
      if (!Ascii.isDigit(bytes[i])) {
        return Fault.bad("a status that is no number of three digits");
      }
      status = status * 10 + (bytes[i] - '0');
    }
    return readReason(at + 5);
  }

  private @Nullable Fault readReason(int from) {
    if (status < 100 || status > 599) {
      return Fault.bad("a status outside 100 to 599");
    }
    if (bytes[from] != Ascii.SPACE && bytes[from] != Ascii.CR) {
      return Fault.bad("a status that is no number of three digits");
    }
    int at = from;
    while (Ascii.isFieldText(bytes[at])) {
      at++;
    }
    lineEnd = at;
    return bytes[at] == Ascii.CR ? null : Fault.bad("a control character in a status line");
  }

  private @Nullable Fault checkFraming() {
    if (framing.fault() == null && framing.chunked() && minor == 0) {
      return Fault.bad("a Transfer-Encoding in HTTP/1.0");
    }
    return framing.fault();
  }

  public int status() {
    return status;
  }

  /// True for a response that another one follows.
  public boolean interim() {
    return status < 200 && status != 101;
  }

  /// True for a status that never has a body.
  public boolean bodyless() {
    return status < 200 || status == 204 || status == 304;
  }

  /// True when it announces a body that its status never has: if one comes all the same, it would
  /// be taken for the next response.
  public boolean contradictsItself() {
    return (status == 204 || status < 200) && (framing.chunked() || framing.length() > 0);
  }

  /// The body that follows this head.
  ///
  /// @param toHead true when the request was a HEAD
  public Body body(boolean toHead) {
    if (toHead || bodyless()) {
      return new CountedBody(0);
    }
    if (framing.chunked()) {
      return new ChunkedBody();
    }
    return framing.length() >= 0 ? new CountedBody(framing.length()) : new OpenBody();
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

  /// Where the status begins.
  public int statusStart() {
    return start + "HTTP/1.1 ".length();
  }

  /// Behind the reason.
  public int lineEnd() {
    return lineEnd;
  }

  /// True when the backend leaves its connection open for another request.
  public boolean keepAlive() {
    return minor == 1 && !lines.saysClose();
  }
}
