package dev.serin.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// One end of a connection that speaks HTTP/2 frame by frame, so that a test decides what is sent.
final class Frames implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int WITH_PRIORITY = 0x20;

  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final int LARGEST = 16_384;
  private static final int FIRST_WINDOW = 65_535;

  private final Wire wire;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final Map<Integer, Integer> windows = new HashMap<>();
  private boolean acknowledging = true;

  Frames(Wire wire) {
    this.wire = wire;
  }

  /// A frame as it was read.
  record Frame(int type, int flags, int stream, ByteBuf payload, Http2Headers headers) {
    boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    boolean acknowledges() {
      return (flags & ACK) != 0;
    }

    /// The error of a RST_STREAM or a GOAWAY.
    int error() {
      return number(type == GOAWAY ? 4 : 0);
    }

    int number(int at) {
      return payload.getInt(at);
    }

    String text() {
      return payload.toString(StandardCharsets.UTF_8);
    }

    String status() {
      return String.valueOf(headers.status());
    }
  }

  /// A response as it was read, frame by frame.
  ///
  /// @param trailers empty when there were none
  record Response(Http2Headers headers, String body, Http2Headers trailers) {
    int status() {
      return Integer.parseInt(headers.status().toString());
    }

    String header(String name) {
      return String.valueOf(headers.get(name));
    }

    String trailer(String name) {
      return String.valueOf(trailers.get(name));
    }
  }

  /// Connects, sends the preface and empty settings, and reads nothing.
  static Frames to(InetSocketAddress address) throws IOException {
    Frames frames = new Frames(Wire.to(address));
    frames.wire.send(PREFACE);
    return frames.send(SETTINGS, 0, 0);
  }

  Wire wire() {
    return wire;
  }

  /// Leaves settings and pings that come unanswered.
  Frames silent() {
    acknowledging = false;
    return this;
  }

  Frames send(int type, int flags, int stream, byte... payload) throws IOException {
    wire.send(frame(type, flags, stream, payload));
    return this;
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    ByteBuf out = Unpooled.buffer();
    out.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
    out.writeBytes(payload);
    return ByteBufUtil.getBytes(out);
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] number(int value) {
    return ByteBufUtil.getBytes(Unpooled.copyInt(value));
  }

  static byte[] setting(int id, int value) {
    return ByteBufUtil.getBytes(Unpooled.buffer().writeShort(id).writeInt(value));
  }

  /// A header block. Names and values by turns.
  byte[] block(String... fields) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    return block(headers);
  }

  byte[] block(Http2Headers headers) {
    ByteBuf out = Unpooled.buffer();
    try {
      encoder.encodeHeaders(3, headers, out);
    } catch (Http2Exception impossible) {
      throw new IllegalStateException(impossible);
    }
    return ByteBufUtil.getBytes(out);
  }

  Frames headers(int stream, boolean last, String... fields) throws IOException {
    byte[] block = block(fields);
    int end = last ? END_STREAM : 0;
    if (block.length <= LARGEST) {
      return send(HEADERS, END_HEADERS | end, stream, block);
    }
    send(HEADERS, end, stream, Arrays.copyOf(block, LARGEST));
    for (int at = LARGEST; at < block.length; at += LARGEST) {
      int to = Math.min(at + LARGEST, block.length);
      int flags = to == block.length ? END_HEADERS : 0;
      send(CONTINUATION, flags, stream, Arrays.copyOfRange(block, at, to));
    }
    return this;
  }

  Frames get(int stream, String path, String... fields) throws IOException {
    return request(stream, "GET", path, true, fields);
  }

  Frames request(int stream, String method, String path, boolean last, String... fields)
      throws IOException {
    String[] all = new String[8 + fields.length];
    String[] pseudo = {":method", method, ":scheme", "http", ":path", path, ":authority", "shop"};
    System.arraycopy(pseudo, 0, all, 0, 8);
    System.arraycopy(fields, 0, all, 8, fields.length);
    return headers(stream, last, all);
  }

  Frames data(int stream, boolean last, String text) throws IOException {
    return send(DATA, last ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Lets the other side send so much more, on a stream and on the connection.
  Frames window(int stream, int bytes) throws IOException {
    send(WINDOW_UPDATE, 0, stream, number(bytes));
    return send(WINDOW_UPDATE, 0, 0, number(bytes));
  }

  /// The next frame, whatever it is.
  Frame next() throws IOException {
    ByteBuf head = Unpooled.wrappedBuffer(wire.exactly(9));
    int length = head.readUnsignedMedium();
    int type = head.readUnsignedByte();
    int flags = head.readUnsignedByte();
    int stream = head.readInt();
    byte[] payload = wire.exactly(length);
    Http2Headers headers = new DefaultHttp2Headers(false);
    if (type == HEADERS) {
      try {
        int priority = (flags & WITH_PRIORITY) != 0 ? 5 : 0;
        ByteBuf block = Unpooled.wrappedBuffer(payload).skipBytes(priority);
        headers = decoder.decodeHeaders(stream, block);
      } catch (Http2Exception broken) {
        throw new UncheckedIOException(new IOException(broken));
      }
    }
    Frame frame = new Frame(type, flags, stream, Unpooled.wrappedBuffer(payload), headers);
    if (type == WINDOW_UPDATE) {
      windows.merge(stream, frame.number(0), Integer::sum);
    }
    if (acknowledging && !frame.acknowledges() && (type == SETTINGS || type == PING)) {
      acknowledge(type, type == PING ? payload : new byte[0]);
    }
    return frame;
  }

  private void acknowledge(int type, byte[] content) {
    try {
      send(type, ACK, 0, content);
    } catch (IOException _) {
      // The other side reads no more, and may still have said why.
    }
  }

  /// The next frame that is asked for; others are read over.
  Frame await(Predicate<Frame> wanted) throws IOException {
    Frame frame = next();
    while (!wanted.test(frame)) {
      frame = next();
    }
    return frame;
  }

  Frame await(int type) throws IOException {
    return await(frame -> frame.type() == type);
  }

  /// The next frame on a stream.
  Frame on(int stream) throws IOException {
    return await(frame -> frame.stream() == stream && frame.type() != WINDOW_UPDATE);
  }

  /// The whole response on a stream, with what it takes of the windows given back.
  Response response(int stream) throws IOException {
    Frame head = on(stream);
    while (head.type() == HEADERS && head.status().startsWith("1")) {
      head = on(stream);
    }
    return response(head);
  }

  private Response response(Frame head) throws IOException {
    if (head.type() != HEADERS) {
      throw new IOException("a frame of type %d, error %d".formatted(head.type(), head.error()));
    }
    return rest(head);
  }

  /// The whole message that begins with this head, with what it takes of the windows given back.
  Response rest(Frame head) throws IOException {
    int stream = head.stream();
    StringBuilder body = new StringBuilder();
    Http2Headers trailers = new DefaultHttp2Headers(false);
    Frame frame = head;
    while (!frame.ends()) {
      frame = on(stream);
      switch (frame.type()) {
        case DATA -> {
          body.append(frame.text());
          if (frame.payload().isReadable()) {
            window(stream, frame.payload().readableBytes());
          }
        }
        case HEADERS -> trailers = frame.headers();
        default -> throw new IOException("the stream was reset with " + frame.error());
      }
    }
    return new Response(head.headers(), body.toString(), trailers);
  }

  /// Sends a body in pieces, as the windows allow.
  void pour(int stream, int pieces, int size) throws IOException {
    String piece = "x".repeat(size);
    for (int i = 0; i < pieces; i++) {
      while (left(stream) < size || left(0) < size) {
        next();
      }
      data(stream, i == pieces - 1, piece);
      windows.merge(stream, -size, Integer::sum);
      windows.merge(0, -size, Integer::sum);
    }
  }

  private int left(int stream) {
    return FIRST_WINDOW + windows.getOrDefault(stream, 0);
  }

  /// Reads the rest of a body, and gives back what it takes of the windows.
  ///
  /// @return how many bytes that is
  long swallow(int stream) throws IOException {
    long bytes = 0;
    for (Frame frame = on(stream); !frame.ends() || frame.type() == DATA; frame = on(stream)) {
      if (frame.type() == RST_STREAM) {
        throw new IOException("the stream was reset with " + frame.error());
      }
      int size = frame.type() == DATA ? frame.payload().readableBytes() : 0;
      bytes += size;
      if (frame.ends()) {
        return bytes;
      }
      if (size > 0) {
        window(stream, size);
      }
    }
    return bytes;
  }

  /// Reads until the connection ends.
  ///
  /// @return the GOAWAY that said why
  Frame end() throws IOException {
    Frame last = await(GOAWAY);
    try {
      while (true) {
        Frame frame = next();
        last = frame.type() == GOAWAY ? frame : last;
      }
    } catch (EOFException | java.net.SocketException _) {
      return last;
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
