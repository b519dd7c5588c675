package dev.serin.gateway.http2;

import dev.serin.gateway.message.Bounds;
import dev.serin.gateway.message.Fault;
import dev.serin.gateway.message.RequestHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request's header section as the head that HTTP/1.1 would have brought, so that the same strict
/// reading decides about it (RFC 9113 section 8.3.1).
final class RequestText {
  /// What became of a header section.
  sealed interface Outcome {
    /// A head.
    ///
    /// @param size in bytes
    record Read(RequestHead head, int size) implements Outcome {}

    /// A request that can be answered, but not with what it asks for.
    record Refused(Fault fault) implements Outcome {}

    /// A message that breaks HTTP/2: its stream is reset.
    record Malformed() implements Outcome {}
  }

  private static final Outcome MALFORMED = new Outcome.Malformed();

  private final Http2Headers headers;
  private final HeadText out = new HeadText();

  private RequestText(Http2Headers headers) {
    this.headers = headers;
  }

  /// Reads a header section that Netty has found to be well-formed.
  ///
  /// @param last true when no body follows
  static Outcome read(Http2Headers headers, boolean last, Bounds bounds) {
    return new RequestText(headers).read(last, bounds);
  }

  private Outcome read(boolean last, Bounds bounds) {
    if (AsciiString.contentEquals(headers.method(), "CONNECT")) {
      return new Outcome.Refused(new Fault(501, "the method CONNECT, which is not served here"));
    }
    CharSequence host = host();
    boolean extended = headers.contains(Http2Headers.PseudoHeaderName.PROTOCOL.value());
    if (host == null || extended || !FieldCheck.sound(headers) || !proper()) {
      return MALFORMED;
    }
    out.add(headers.method()).add(" ").add(headers.path()).add(" HTTP/1.1").endLine();
    out.line("host", host);
    fields();
    framing(last);
    out.endLine();
    RequestHead.Outcome read = RequestHead.read(out.bytes(), 0, out.length(), bounds);
    Fault fault = read.fault();
    return fault == null ? new Outcome.Read(read.head(), out.length()) : new Outcome.Refused(fault);
  }

  /// The host that is asked; null when there is none, or when two disagree.
  private @Nullable CharSequence host() {
    List<CharSequence> hosts = headers.getAll(HttpHeaderNames.HOST);
    CharSequence authority = headers.authority();
    if (hosts.size() > 1) {
      return null;
    }
    if (authority == null) {
      return hosts.isEmpty() ? null : hosts.getFirst();
    }
    boolean agreed =
        hosts.isEmpty() || AsciiString.contentEqualsIgnoreCase(hosts.getFirst(), authority);
    return agreed ? authority : null;
  }

  private boolean proper() {
    CharSequence scheme = headers.scheme();
    CharSequence path = headers.path();
    boolean http =
        AsciiString.contentEqualsIgnoreCase(scheme, "http")
            || AsciiString.contentEqualsIgnoreCase(scheme, "https");
    boolean rooted = path.charAt(0) == '/' || AsciiString.contentEquals(path, "*");
    return http && rooted && spaceless(headers.method()) && spaceless(path);
  }

  private static boolean spaceless(CharSequence text) {
    return AsciiString.indexOf(text, ' ', 0) < 0 && AsciiString.indexOf(text, '\t', 0) < 0;
  }

  private void fields() {
    boolean cookies = false;
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      CharSequence name = field.getKey();
      if (AsciiString.contentEquals(name, HttpHeaderNames.COOKIE)) {
        cookies = true;
      } else if (!FieldCheck.pseudo(name) && !AsciiString.contentEquals(name, "host")) {
        out.line(name, field.getValue());
      }
    }
    if (cookies) {
      // A client may cut a cookie into fields (RFC 9113 section 8.2.3); servers know one line.
      out.line("cookie", String.join("; ", headers.getAll(HttpHeaderNames.COOKIE)));
    }
  }

  private void framing(boolean last) {
    boolean counted = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    if (!last && !counted) {
      out.line("transfer-encoding", "chunked");
    } else if (last && !counted && meansBody()) {
      out.line("content-length", "0");
    }
  }

  private boolean meansBody() {
    CharSequence method = headers.method();
    return AsciiString.contentEquals(method, "POST")
        || AsciiString.contentEquals(method, "PUT")
        || AsciiString.contentEquals(method, "PATCH");
  }
}
