package dev.serin.gateway.accesslog;

import org.jspecify.annotations.Nullable;

/// The line of one request, from its beginning to its end. It belongs to one event loop.
public final class Entry {
  private final Pen pen;
  private final Style style;
  private final Line line;
  private int mark;
  private long received;
  private long sent;
  private @Nullable String endpoint;

  Entry(Pen pen, Style style) {
    this.pen = pen;
    this.style = style;
    this.line = new Line(style.escape());
  }

  void begin(Request request, Timestamps time) {
    received = 0;
    sent = 0;
    endpoint = null;
    mark = style.begin(line, request, time);
  }

  /// Bytes came from the client.
  public void received(long bytes) {
    received += bytes;
  }

  /// Bytes were written for the client.
  public void sent(long bytes) {
    sent += bytes;
  }

  /// This endpoint has the request now.
  ///
  /// @param hostAndPort such as `127.0.0.1:9001`
  public void at(String hostAndPort) {
    endpoint = hostAndPort;
  }

  /// It is over. This is to be told once, and the entry is used no more.
  ///
  /// @param status that the client got; 499 when it got none
  /// @param nanos how long it took
  public void end(int status, Outcome outcome, long nanos) {
    style.end(line, mark, new Style.Ending(status, outcome, nanos, received, sent, endpoint));
    pen.finish(this, line);
  }
}
