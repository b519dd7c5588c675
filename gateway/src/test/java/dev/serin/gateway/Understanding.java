package dev.serin.gateway;

import dev.serin.gateway.client.Networks;
import dev.serin.gateway.client.Peer;
import dev.serin.gateway.message.Body;
import dev.serin.gateway.message.Fault;
import dev.serin.gateway.message.HeadScanner;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.OpenBody;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.proxy.RequestRewriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the gateway's own parsers understand of bytes that come in parts.
final class Understanding {
  private static final RequestRewriter REWRITER =
      new RequestRewriter(new Peer(null, false, Networks.of(List.of())));

  /// A message that was read.
  ///
  /// @param start the first line, whose version is left out
  /// @param headers `name: value`, the name in lower case
  /// @param body as it came, with the framing of chunks; each character is one byte
  /// @param whole false when bytes of the body are missing
  record Message(String start, List<String> headers, String body, boolean chunked, boolean whole) {
    /// The body without the framing of its chunks.
    String data() {
      if (!chunked) {
        return body;
      }
      StringBuilder data = new StringBuilder();
      String rest = body;
      while (!rest.isEmpty()) {
        int line = rest.indexOf("\r\n");
        long size =
            line < 0 ? 0 : Long.parseLong(rest.substring(0, line).replaceFirst(";.*", ""), 16);
        if (size == 0) {
          return data.toString();
        }
        data.append(rest, line + 2, (int) Math.min(rest.length(), line + 2 + size));
        rest = rest.substring((int) Math.min(rest.length(), line + 4 + size));
      }
      return data.toString();
    }
  }

  private final boolean requests;
  private final List<Message> messages = new ArrayList<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final HeadScanner scanner = new HeadScanner(2048);
  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
  private @Nullable Body body;
  private ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private boolean lastBegan;
  private @Nullable String end;

  private Understanding(boolean requests) {
    this.requests = requests;
  }

  static Understanding ofRequests(List<byte[]> parts) {
    return of(true, parts);
  }

  static Understanding ofResponses(List<byte[]> parts) {
    return of(false, parts);
  }

  private static Understanding of(boolean requests, List<byte[]> parts) {
    Understanding all = new Understanding(requests);
    for (byte[] part : parts) {
      all.waiting = Unpooled.copiedBuffer(all.waiting, Unpooled.wrappedBuffer(part));
      all.readOn();
    }
    return all;
  }

  private void readOn() {
    boolean more = true;
    while (more && end == null && waiting.isReadable()) {
      more = body == null ? readHead() : readBody(body);
    }
  }

  private boolean readHead() {
    if (!scanner.feed(waiting)) {
      return false;
    }
    Fault fault = scanner.fault();
    if (fault == null) {
      // Exactly as long as the head: to read behind it throws.
      byte[] head = Arrays.copyOf(scanner.bytes(), scanner.end());
      fault = requests ? request(head) : response(head);
    }
    if (fault != null) {
      end = fault.toString();
    } else {
      scanner.reset();
      finishBody();
    }
    return true;
  }

  private @Nullable Fault request(byte[] bytes) {
    RequestHead.Outcome read = RequestHead.read(bytes, scanner.start(), scanner.end());
    RequestHead head = read.head();
    if (read.fault() == null) {
      ByteBuf line = Unpooled.buffer();
      head.writeLine(line);
      begin(line.toString(StandardCharsets.ISO_8859_1), head.lines(), head.body());
      ByteBuf out = REWRITER.rewrite(ByteBufAllocator.DEFAULT, head, "origin", false);
      byte[] forwarded = new byte[out.readableBytes()];
      out.readBytes(forwarded).release();
      lastBegan = !head.keepAlive();
      sent.writeBytes(forwarded);
    }
    return read.fault();
  }

  private @Nullable Fault response(byte[] bytes) {
    ResponseHead.Outcome read = ResponseHead.read(bytes, scanner.start(), scanner.end());
    if (read.fault() == null) {
      begin(Integer.toString(read.head().status()), read.head().lines(), read.head().body(false));
      end = read.head().status() == 101 ? "another protocol" : null;
    }
    return read.fault();
  }

  private void begin(String start, HeaderLines lines, Body next) {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < lines.count(); i++) {
      headers.add(lines.name(i).toLowerCase(Locale.ROOT) + ": " + latin(lines, i));
    }
    body = next;
    taken = new ByteArrayOutputStream();
    boolean chunked = next instanceof dev.serin.gateway.message.ChunkedBody;
    messages.add(new Message(start, headers, "", chunked, false));
  }

  private static String latin(HeaderLines lines, int i) {
    int from = lines.valueStart(i);
    return new String(lines.bytes(), from, lines.valueEnd(i) - from, StandardCharsets.ISO_8859_1);
  }

  private boolean readBody(Body current) {
    int count = current.take(waiting);
    if (count < 0) {
      end = "broken body";
      return false;
    }
    byte[] part = new byte[count];
    waiting.readBytes(part);
    taken.writeBytes(part);
    sent.writeBytes(part);
    finishBody();
    return count > 0;
  }

  private void finishBody() {
    Body current = body;
    Message last = messages.removeLast();
    boolean whole = current == null || current.done();
    messages.add(
        new Message(
            last.start(),
            last.headers(),
            Corpus.latin(taken.toByteArray()),
            last.chunked(),
            whole));
    if (whole) {
      body = null;
      end = lastBegan ? "the last request" : end;
    }
  }

  /// The messages; the last may not be whole.
  List<Message> messages() {
    return messages;
  }

  /// True when nothing was refused, and nothing is missing.
  boolean complete() {
    return end == null
        && !waiting.isReadable()
        && scanner.end() == 0
        && (body == null || body instanceof OpenBody);
  }

  /// What a backend is sent.
  byte[] sent() {
    return sent.toByteArray();
  }

  /// All of it in words, to be compared.
  String inWords() {
    StringBuilder words = new StringBuilder();
    for (Message message : messages) {
      words
          .append(message.start())
          .append(message.headers())
          .append(message.whole() || end == null ? message.body() : "")
          .append(message.whole())
          .append('\n');
    }
    return words.append(end).append(waiting.readableBytes() > 0 && end == null).toString();
  }
}
