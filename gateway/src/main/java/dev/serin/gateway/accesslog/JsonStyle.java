package dev.serin.gateway.accesslog;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.TraceParent;
import org.jspecify.annotations.Nullable;

/// An object of JSON. Bytes that are no ASCII are written as the characters `\u0080` to `\u00ff`,
/// one for each, so that a line is JSON whatever a client sends.
///
/// It is written byte by byte and not by a library because each request pays for it.
final class JsonStyle implements Style {
  private static final byte[] ESCAPE = Ascii.bytes("\\u00");
  private static final byte[] TIME = Ascii.bytes("{\"time\":\"");
  private static final byte[] CLIENT = Ascii.bytes("\",\"client\":\"");
  private static final byte[] PROTOCOL = Ascii.bytes("\",\"protocol\":\"");
  private static final byte[] METHOD = name("method");
  private static final byte[] PATH = name("path");
  private static final byte[] HOST = name("host");
  private static final byte[] USER_AGENT = name("userAgent");
  private static final byte[] REFERER = name("referer");
  private static final byte[] TRACE_ID = name("traceId");
  private static final byte[] ROLLOUT = name("rollout");
  private static final byte[] ROUTE = name("route");
  private static final byte[] ROLE = name("role");
  private static final byte[] REVISION = name("revision");
  private static final byte[] ENDPOINT = name("endpoint");
  private static final byte[] STATUS = Ascii.bytes(",\"status\":");
  private static final byte[] RECEIVED = Ascii.bytes(",\"bytesReceived\":");
  private static final byte[] SENT = Ascii.bytes(",\"bytesSent\":");
  private static final byte[] DURATION = Ascii.bytes(",\"durationMs\":");
  private static final byte[] OUTCOME = Ascii.bytes(",\"outcome\":\"");
  private static final byte[] END = Ascii.bytes("\"}\n");

  private static byte[] name(String name) {
    return Ascii.bytes(",\"" + name + "\":\"");
  }

  @Override
  public byte[] escape() {
    return ESCAPE;
  }

  @Override
  public int begin(Line line, Request request, Timestamps time) {
    line.put(TIME);
    time.put(line);
    line.put(CLIENT);
    Style.text(line, request.client());
    line.put(PROTOCOL).put(request.protocol()).put('"');
    RequestHead head = request.head();
    if (head != null) {
      line.put(METHOD);
      Style.foreign(line, head.bytes(), head.lineStart(), head.methodEnd());
      line.put('"').put(PATH);
      Style.foreign(line, head.bytes(), head.methodEnd() + 1, head.lineEnd());
      line.put('"');
      header(line, HOST, head, FieldName.HOST);
      header(line, USER_AGENT, head, FieldName.USER_AGENT);
      header(line, REFERER, head, FieldName.REFERER);
      trace(line, head);
    }
    population(line, request.population());
    return line.length();
  }

  private static void header(Line line, byte[] name, RequestHead head, FieldName field) {
    int i = head.lines().find(field);
    if (i >= 0) {
      line.put(name);
      Style.value(line, head.lines(), i);
      line.put('"');
    }
  }

  private static void trace(Line line, RequestHead head) {
    int at = TraceParent.traceId(head.lines());
    if (at >= 0) {
      line.put(TRACE_ID).put(head.bytes(), at, TraceParent.ID_LENGTH).put('"');
    }
  }

  private static void population(Line line, @Nullable Population of) {
    if (of != null) {
      text(line, ROLLOUT, of.rollout());
      text(line, ROUTE, of.route());
      text(line, ROLE, of.role().label());
      text(line, REVISION, of.revision());
    }
  }

  private static void text(Line line, byte[] name, String text) {
    line.put(name);
    Style.text(line, text);
    line.put('"');
  }

  @Override
  public void end(Line line, int mark, Ending ending) {
    if (ending.endpoint() != null) {
      text(line, ENDPOINT, ending.endpoint());
    }
    line.put(STATUS).number(ending.status());
    line.put(RECEIVED).number(ending.received());
    line.put(SENT).number(ending.sent());
    line.put(DURATION).millis(ending.nanos());
    line.put(OUTCOME).put(ending.outcome().label()).put(END);
  }
}
