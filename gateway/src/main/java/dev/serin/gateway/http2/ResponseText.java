package dev.serin.gateway.http2;

import dev.serin.gateway.message.Bounds;
import dev.serin.gateway.message.ResponseHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A response's header section as the head that HTTP/1.1 would have brought.
final class ResponseText {
  private static final int STATUS_LENGTH = 3;

  private ResponseText() {}

  /// Reads a header section that Netty has found to be well-formed.
  ///
  /// @param bodyless true when the request was a HEAD
  /// @return null when it can not be a response
  static @Nullable ResponseHead read(Http2Headers headers, boolean bodyless, Bounds bounds) {
    CharSequence status = headers.status();
    if (status == null || status.length() != STATUS_LENGTH || !FieldCheck.sound(headers)) {
      return null;
    }
    HeadText out = new HeadText().add("HTTP/1.1 ").add(status).add(" ").endLine();
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      if (!FieldCheck.pseudo(field.getKey())) {
        out.line(field.getKey(), field.getValue());
      }
    }
    if (!bodyless && framed(status) && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      out.line("transfer-encoding", "chunked");
    }
    out.endLine();
    ResponseHead.Outcome read = ResponseHead.read(out.bytes(), 0, out.length(), bounds);
    return read.fault() == null ? read.head() : null;
  }

  private static boolean framed(CharSequence status) {
    String text = status.toString();
    return !text.startsWith("1") && !text.equals("204") && !text.equals("304");
  }
}
