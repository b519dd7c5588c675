package dev.serin.gateway.http2;

import dev.serin.gateway.message.Body;
import dev.serin.gateway.message.Bounds;
import dev.serin.gateway.message.CountedBody;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.proxy.Answer;
import dev.serin.gateway.proxy.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/// One stream of a connection to an endpoint: one request and its response.
///
/// ```
/// RESERVED --begin--> HEAD --head--> BODY --last frame--> ENDED --release--> CLOSED
///                     ^  |             |
///                 1xx +--+             +--reset, GOAWAY, connection lost--> CLOSED
/// ```
/// It is broken *unheard*, so that any other endpoint may be asked instead, when the endpoint says
/// that it did not begin: by REFUSED_STREAM, or by a GOAWAY that names an earlier stream as its
/// last (RFC 9113 section 8.7). And when the connection is lost before anything came, as in
/// HTTP/1.1.
final class BackendStream implements Upstream {
  private enum Phase {
    RESERVED,
    HEAD,
    BODY,
    ENDED,
    CLOSED
  }

  /// The head was bounded when its client sent it; some lines were added since.
  private static final Bounds ANY =
      new Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

  private static final int INTERIMS = 32;
  private static final String MALFORMED = "the backend's response is malformed";
  private static final String LOST = "the backend closed the connection before it answered";
  private static final String CUT = "the backend broke off in the middle of its response";

  private final BackendLink link;
  private final boolean linkUsed;
  private final Arrivals arrivals;
  private final Backpressure output = new Backpressure(this::relieved);
  private Phase phase = Phase.RESERVED;
  private @Nullable Answer answer;
  private @Nullable Http2Stream stream;
  private BareBody request = new BareBody(new CountedBody(0));
  private Body response = new CountedBody(0);
  private @Nullable Http2Headers trailer;
  private int interims;
  private boolean requestEnded;
  private boolean toHead;
  private boolean unchunk;
  private boolean chunked;
  private boolean paused;
  private boolean inputEnded;
  private boolean begun;
  private boolean notBegun;
  private boolean freed;
  private boolean streamClosed;

  BackendStream(BackendLink link) {
    this.link = link;
    this.linkUsed = link.used();
    this.arrivals = new Arrivals(link.allocator());
  }

  @Override
  public LiveEndpoint endpoint() {
    return link.endpoint();
  }

  @Override
  public boolean reused() {
    return linkUsed || notBegun;
  }

  @Override
  public void begin(Answer receiver, ByteBuf head, boolean toHead, boolean unchunk) {
    answer = receiver;
    this.toHead = toHead;
    this.unchunk = unchunk;
    phase = Phase.HEAD;
    byte[] bytes = ByteBufUtil.getBytes(head);
    head.release();
    RequestHead.Outcome read = RequestHead.read(bytes, 0, bytes.length, ANY);
    if (read.fault() != null) {
      later("the request can not be said in HTTP/2: it has " + read.fault().why());
      return;
    }
    request = new BareBody(read.head().body());
    requestEnded = request.done();
    begun = true;
    stream = link.open(this, Fields.request(read.head()), requestEnded);
    if (stream == null) {
      notBegun = true;
      later("the backend's connection took no more requests");
    }
  }

  /// Breaks off, but not before whoever called has done what it is at.
  private void later(String why) {
    link.frames().later(() -> breakOff(why));
  }

  @Override
  public void write(ByteBuf bytes) {
    if (requestEnded || !open()) {
      bytes.release();
      return;
    }
    request.take(bytes, this::send);
    if (request.done()) {
      requestEnded = true;
      endRequest();
    }
  }

  private void endRequest() {
    HeaderLines lines = request.trailer();
    if (lines != null) {
      var _ = link.frames().headers(id(), Fields.trailer(lines), true);
    } else {
      var _ = link.frames().data(id(), Unpooled.EMPTY_BUFFER, true);
    }
  }

  private void send(ByteBuf data) {
    int bytes = data.readableBytes();
    output.written(bytes, link.frames().data(id(), data, false));
  }

  private int id() {
    return stream == null ? 0 : stream.id();
  }

  private boolean open() {
    return stream != null && !streamClosed && phase != Phase.CLOSED;
  }

  @Override
  public void flush() {
    link.frames().flushUnlessReading();
  }

  @Override
  public boolean writable() {
    return output.writable() && open();
  }

  private void relieved() {
    Answer receiver = answer;
    if (receiver != null && phase != Phase.CLOSED) {
      receiver.writable();
    }
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    if (paused) {
      paused = false;
      handOver();
    }
  }

  /// Fields came: of an interim response, of the response or of its trailer.
  void headers(Http2Headers headers, boolean last) {
    inputEnded = last;
    switch (phase) {
      case HEAD -> head(headers);
      case BODY -> {
        trailer = headers;
        if (FieldCheck.sound(headers)) {
          handOver();
        } else {
          breakOff(MALFORMED);
        }
      }
      case RESERVED, ENDED, CLOSED -> {}
    }
  }

  private void head(Http2Headers headers) {
    ResponseHead head = ResponseText.read(headers, toHead, link.bounds());
    Answer receiver = answer;
    boolean more = head != null && head.interim();
    if (head == null || head.status() == 101 || (more && (inputEnded || ++interims > INTERIMS))) {
      breakOff(MALFORMED);
    } else if (receiver == null) {
      discard();
    } else if (more) {
      receiver.interim(head);
      link.toFlush(receiver);
    } else {
      phase = Phase.BODY;
      response = head.body(toHead);
      chunked = head.framing().chunked() && !toHead && !head.bodyless();
      receiver.head(head);
      link.toFlush(receiver);
      handOver();
    }
  }

  /// A part of the response's body came.
  ///
  /// @return how many bytes of the window are free again at once
  int data(ByteBuf part, boolean last) {
    inputEnded = last;
    int bytes = part.readableBytes();
    if (phase != Phase.BODY) {
      if (phase == Phase.HEAD) {
        breakOff("the backend sent a body without a head");
      }
      return bytes;
    }
    if (paused || arrivals.any()) {
      arrivals.add(part);
      return 0;
    }
    give(part);
    handOver();
    return bytes;
  }

  /// Hands over what waits, and then the end.
  private void handOver() {
    if (paused || phase != Phase.BODY) {
      return;
    }
    if (arrivals.any()) {
      ByteBuf data = arrivals.take();
      int bytes = data.readableBytes();
      give(data);
      data.release();
      taken(bytes);
    }
    if (inputEnded && phase == Phase.BODY && !paused && !arrivals.any()) {
      finish();
    }
  }

  private void taken(int bytes) {
    if (stream != null) {
      link.frames().taken(stream, bytes);
    }
  }

  private void give(ByteBuf data) {
    Answer receiver = answer;
    if (receiver == null || !data.isReadable()) {
      return;
    }
    if (chunked) {
      receiver.body(unchunk ? data.readRetainedSlice(data.readableBytes()) : chunk(data));
    } else if (response.take(data.slice()) == data.readableBytes()) {
      receiver.body(data.readRetainedSlice(data.readableBytes()));
    } else {
      breakOff("the backend sent more than its response has");
      return;
    }
    link.toFlush(receiver);
  }

  private ByteBuf chunk(ByteBuf data) {
    return Chunks.chunk(link.allocator(), data);
  }

  private void finish() {
    Answer receiver = answer;
    if (receiver == null) {
      return;
    }
    if (chunked && !unchunk) {
      receiver.body(Chunks.end(link.allocator(), trailer));
    } else if (!chunked && !response.done()) {
      breakOff(CUT);
      return;
    }
    phase = Phase.ENDED;
    receiver.end();
    link.toFlush(receiver);
  }

  private void breakOff(String why) {
    Answer receiver = answer;
    discard();
    if (receiver != null) {
      receiver.broken(why, notBegun);
      receiver.flush();
    }
  }

  /// The endpoint reset the stream.
  void reset(long error) {
    notBegun = error == Http2Error.REFUSED_STREAM.code() && phase == Phase.HEAD;
    cut("the backend reset the stream: " + name(error), notBegun);
  }

  private static String name(long error) {
    Http2Error known = Http2Error.valueOf(error);
    return known == null ? Long.toString(error) : known.name();
  }

  /// The endpoint serves no streams above this one.
  void goAway(int last) {
    notBegun |= id() > last;
  }

  /// The stream is closed: by both ends, by a reset or with its connection.
  void closed() {
    streamClosed = true;
    if (notBegun) {
      cut("the backend does not take this request", true);
    } else if (link.lost()) {
      cut(phase == Phase.HEAD ? LOST : CUT, phase == Phase.HEAD);
    } else {
      cut(MALFORMED, false);
    }
  }

  private void cut(String why, boolean unheard) {
    if (phase == Phase.BODY && inputEnded) {
      // All of it came, and waits until its receiver takes more.
      return;
    }
    Answer receiver = answer;
    boolean missed = phase == Phase.HEAD || phase == Phase.BODY;
    phase = Phase.CLOSED;
    answer = null;
    arrivals.drop();
    free();
    if (missed && receiver != null) {
      receiver.broken(why, unheard);
      receiver.flush();
    }
  }

  private void free() {
    if (!freed) {
      freed = true;
      link.free(begun);
    }
  }

  @Override
  public void release() {
    discard();
  }

  /// Resets the stream, unless both sides have ended it.
  @Override
  public void discard() {
    Phase last = phase;
    phase = Phase.CLOSED;
    answer = null;
    int dropped = arrivals.drop();
    Http2Stream open = stream;
    if (open != null && !streamClosed) {
      taken(dropped);
      if (last != Phase.CLOSED && (last != Phase.ENDED || !requestEnded || queued(open))) {
        link.frames().reset(open.id(), Http2Error.CANCEL);
      }
    }
    free();
  }

  /// True when the end of the request has not even been framed.
  private static boolean queued(Http2Stream stream) {
    return switch (stream.state()) {
      case OPEN, HALF_CLOSED_REMOTE -> true;
      default -> false;
    };
  }

  @Override
  public void tunnel(Answer receiver) {
    throw new IllegalStateException("a stream of HTTP/2 changes no protocol");
  }

  @Override
  public void shutdownOutput() {
    throw new IllegalStateException("a stream of HTTP/2 is no tunnel");
  }
}
