package dev.serin.gateway.http2;

import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.ResponseHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// Writes heads of HTTP/1.1 as header sections of HTTP/2: names in lower case, and nothing that
/// concerns a connection. The heads were read strictly, so nothing is checked again.
final class Fields {
  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final AsciiString GRPC = AsciiString.cached("application/grpc");

  private Fields() {}

  /// A response's fields, as a client gets them.
  ///
  /// @param setCookie the value of a cookie to add; null for none
  static Http2Headers response(ResponseHead head, @Nullable String setCookie) {
    Http2Headers fields = new DefaultHttp2Headers(false);
    fields.status(text(head.bytes(), head.statusStart(), head.statusStart() + 3));
    HeaderLines lines = head.lines();
    for (int i = 0; i < lines.count(); i++) {
      if (lines.passesToClient(i)) {
        add(fields, lines, i);
      }
    }
    if (setCookie != null) {
      fields.add(HttpHeaderNames.SET_COOKIE, AsciiString.of(setCookie));
    }
    if (head.framing().length() >= 0 && head.status() >= 200 && head.status() != 204) {
      fields.setLong(HttpHeaderNames.CONTENT_LENGTH, head.framing().length());
    }
    return fields;
  }

  /// A request's fields, as an endpoint gets them, of a head that was written for it.
  static Http2Headers request(RequestHead head) {
    Http2Headers fields = new DefaultHttp2Headers(false);
    fields.method(AsciiString.of(head.method()));
    fields.scheme(HTTP);
    fields.authority(AsciiString.of(head.host()));
    fields.path(text(head.bytes(), head.methodEnd() + 1, head.lineEnd()));
    HeaderLines lines = head.lines();
    for (int i = 0; i < lines.count(); i++) {
      FieldName name = lines.known(i);
      if (name == null || (stays(name) && name != FieldName.HOST)) {
        add(fields, lines, i);
      }
    }
    CharSequence type = fields.get(HttpHeaderNames.CONTENT_TYPE);
    if (type != null && AsciiString.of(type).startsWith(GRPC)) {
      // A gRPC server wants to be told that no proxy on the way drops trailers.
      fields.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
    }
    return fields;
  }

  private static boolean stays(FieldName name) {
    return switch (name.fate()) {
      case PASSED, CLIENT_CLAIM -> true;
      case HOP -> false;
      case REPLACED -> name == FieldName.CONTENT_LENGTH;
    };
  }

  /// The fields of a trailer section; what a head alone may say is dropped.
  static Http2Headers trailer(HeaderLines lines) {
    Http2Headers fields = new DefaultHttp2Headers(false);
    for (int i = 0; i < lines.count(); i++) {
      if (lines.known(i) == null) {
        add(fields, lines, i);
      }
    }
    return fields;
  }

  private static void add(Http2Headers fields, HeaderLines lines, int i) {
    byte[] bytes = lines.bytes();
    fields.add(
        text(bytes, lines.nameStart(i), lines.nameEnd(i)).toLowerCase(),
        text(bytes, lines.valueStart(i), lines.valueEnd(i)));
  }

  private static AsciiString text(byte[] bytes, int from, int to) {
    return new AsciiString(bytes, from, to - from, true);
  }

  /// How many bytes these fields are as lines.
  static int size(Http2Headers fields) {
    int size = 0;
    for (var field : fields) {
      size += field.getKey().length() + field.getValue().length() + 4;
    }
    return size;
  }
}
