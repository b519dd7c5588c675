package dev.serin.gateway.accesslog;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.TraceParent;
import org.jspecify.annotations.Nullable;

/// The combined log format of Apache and nginx, with more behind it:
///
/// ```
/// client - - [time] "request line" status bytesSent "referer" "user agent" host
///     role revision rollout route traceId endpoint bytesReceived durationMs outcome
/// ```
/// What is not known is `-`. Bytes that are no printable ASCII are written as `\xhh`.
final class ApacheStyle implements Style {
  private static final byte[] ESCAPE = Ascii.bytes("\\x");
  private static final byte[] NO_USER = Ascii.bytes(" - - [");
  private static final byte[] UNKNOWN = Ascii.bytes("- - - - ");

  @Override
  public byte[] escape() {
    return ESCAPE;
  }

  @Override
  public int begin(Line line, Request request, Timestamps time) {
    Style.text(line, request.client());
    line.put(NO_USER);
    time.put(line);
    line.put(']').put(' ').put('"');
    RequestHead head = request.head();
    if (head == null) {
      line.put('-');
    } else {
      Style.foreign(line, head.bytes(), head.lineStart(), head.methodEnd());
      line.put(' ');
      Style.foreign(line, head.bytes(), head.methodEnd() + 1, head.lineEnd());
      line.put(' ').put(request.protocol());
    }
    line.put('"').put(' ');
    int mark = line.length();
    quoted(line, head, FieldName.REFERER);
    quoted(line, head, FieldName.USER_AGENT);
    host(line, head);
    population(line, request.population());
    trace(line, head);
    return mark;
  }

  private static void quoted(Line line, @Nullable RequestHead head, FieldName name) {
    line.put('"');
    int i = Style.find(head, name);
    if (head == null || i < 0) {
      line.put('-');
    } else {
      Style.value(line, head.lines(), i);
    }
    line.put('"').put(' ');
  }

  private static void host(Line line, @Nullable RequestHead head) {
    int i = Style.find(head, FieldName.HOST);
    if (head == null || i < 0 || head.lines().valueStart(i) == head.lines().valueEnd(i)) {
      line.put('-');
    } else {
      Style.value(line, head.lines(), i);
    }
    line.put(' ');
  }

  private static void population(Line line, @Nullable Population of) {
    if (of == null) {
      line.put(UNKNOWN);
      return;
    }
    word(line, of.role().label());
    word(line, of.revision());
    word(line, of.rollout());
    word(line, of.route());
  }

  private static void word(Line line, String word) {
    Style.text(line, word);
    line.put(' ');
  }

  private static void trace(Line line, @Nullable RequestHead head) {
    int at = head == null ? -1 : TraceParent.traceId(head.lines());
    if (head == null || at < 0) {
      line.put('-');
    } else {
      line.put(head.bytes(), at, TraceParent.ID_LENGTH);
    }
    line.put(' ');
  }

  @Override
  public void end(Line line, int mark, Ending ending) {
    int from = line.length();
    line.number(ending.status()).put(' ').number(ending.sent()).put(' ');
    line.moveBack(from, mark);
    word(line, ending.endpoint() == null ? "-" : ending.endpoint());
    line.number(ending.received()).put(' ').millis(ending.nanos()).put(' ');
    line.put(ending.outcome().label()).put('\n');
  }
}
