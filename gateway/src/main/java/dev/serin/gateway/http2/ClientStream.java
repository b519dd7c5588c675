package dev.serin.gateway.http2;

import dev.serin.gateway.client.Client;
import dev.serin.gateway.message.HeadScanner;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.proxy.Downstream;
import dev.serin.gateway.proxy.Exchange;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.proxy.OwnAnswer;
import dev.serin.gateway.proxy.Passage;
import dev.serin.gateway.proxy.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream of a client's connection: one request and its response.
///
/// ```
/// REQUEST --response's last byte--> ENDING --it left--> CLOSED
///    |                                 |
///    +---- reset by either side -------+--> CLOSED
/// ```
/// The response's head waits for what comes next, since a response without a body is one frame.
final class ClientStream implements Downstream {
  private enum Phase {
    REQUEST,
    ENDING,
    CLOSED
  }

  private final ClientLink link;
  private final Http2Stream stream;
  private final Arrivals arrivals;
  private final Backpressure output = new Backpressure(this::relieved);
  private Phase phase = Phase.REQUEST;
  private Client sender;
  private @Nullable Exchange exchange;
  private @Nullable Http2Headers head;
  private @Nullable BareBody body;
  private @Nullable Http2Headers trailer;
  private boolean chunked;
  private boolean toHead;
  private boolean inputEnded;
  private boolean offering;
  private long endingSince;

  ClientStream(ClientLink link, Http2Stream stream) {
    this.link = link;
    this.stream = stream;
    this.arrivals = new Arrivals(link.allocator());
    this.sender = link.peer();
  }

  /// Sends the request on its way.
  void begin(RequestHead request, int size, boolean last) {
    chunked = request.framing().chunked();
    toHead = request.method().equals("HEAD");
    inputEnded = last;
    sender = link.peer().client(request);
    switch (link.lane().admit(this, request)) {
      case Lane.Admission.Admitted admitted -> {
        exchange = admitted.exchange();
        admitted.exchange().start(size);
      }
      case Lane.Admission.Unserved unserved -> refuse(request, unserved.answer(), toHead, last);
    }
  }

  /// Answers a request that belongs to no population.
  ///
  /// @param request null when it could not be read
  /// @param toHead true when it was a HEAD
  void refuse(@Nullable RequestHead request, OwnAnswer answer, boolean toHead, boolean last) {
    this.toHead = toHead;
    inputEnded = last;
    link.lane().refused(this, request, answer, own(answer, toHead, true));
    over(true, _ -> {});
  }

  /// A part of the request's body came.
  ///
  /// @return how many bytes of the window are free again at once
  int data(ByteBuf part, boolean last) {
    inputEnded = last;
    int bytes = part.readableBytes();
    if (!wantsBody()) {
      part.skipBytes(bytes);
      return bytes;
    }
    if (bytes > 0) {
      arrivals.add(part);
    }
    resume();
    return 0;
  }

  /// The request's trailer came, which ends it.
  void trailer(Http2Headers fields) {
    inputEnded = true;
    trailer = fields;
    resume();
  }

  private boolean wantsBody() {
    return phase == Phase.REQUEST && exchange != null && exchange.wantsBody();
  }

  @Override
  public void resume() {
    if (offering) {
      return;
    }
    offering = true;
    offer();
    offering = false;
    if (!link.reading()) {
      flushBackend();
    }
  }

  private void offer() {
    if (arrivals.any() && takesBody()) {
      ByteBuf data = arrivals.take();
      int bytes = data.readableBytes();
      give(chunked ? chunk(data) : data);
      link.taken(stream, bytes);
    }
    if (inputEnded && chunked && !arrivals.any() && takesBody()) {
      give(Chunks.end(allocator(), trailer));
    }
  }

  private boolean takesBody() {
    return phase == Phase.REQUEST && exchange != null && exchange.takesBody();
  }

  private ByteBuf chunk(ByteBuf data) {
    try {
      return Chunks.chunk(allocator(), data);
    } finally {
      data.release();
    }
  }

  private void give(ByteBuf bytes) {
    try {
      if (exchange != null) {
        exchange.offerBody(bytes);
      }
    } finally {
      bytes.release();
    }
  }

  /// What was given to the backend may leave.
  void flushBackend() {
    if (exchange != null) {
      exchange.flushBackend();
    }
  }

  private void relieved() {
    if (exchange != null) {
      exchange.clientWritable();
    }
  }

  @Override
  public Client sender() {
    return sender;
  }

  @Override
  public String protocol(@Nullable RequestHead request) {
    return "HTTP/2.0";
  }

  @Override
  public ByteBufAllocator allocator() {
    return link.allocator();
  }

  @Override
  public void interim(ResponseHead response) {
    if (phase == Phase.REQUEST) {
      var _ = link.frames().headers(stream.id(), Fields.response(response, null), false);
    }
  }

  @Override
  public int head(ResponseHead response, Terms terms) {
    Http2Headers fields = Fields.response(response, terms.setCookie());
    head = fields;
    body = new BareBody(response.body(toHead));
    return Fields.size(fields);
  }

  @Override
  public void body(ByteBuf part) {
    if (body == null || phase != Phase.REQUEST) {
      part.release();
    } else {
      body.take(part, this::send);
    }
  }

  private void send(ByteBuf data) {
    sendHead();
    int bytes = data.readableBytes();
    output.written(bytes, link.frames().data(stream.id(), data, false));
  }

  private void sendHead() {
    Http2Headers waiting = head;
    if (waiting != null && phase == Phase.REQUEST) {
      head = null;
      var _ = link.frames().headers(stream.id(), waiting, false);
    }
  }

  @Override
  public int own(OwnAnswer answer, boolean toHead, boolean keepAlive) {
    ByteBuf text = answer.write(allocator(), toHead, true);
    HeadScanner scanner = new HeadScanner();
    scanner.feed(text);
    ResponseHead.Outcome read = ResponseHead.read(scanner.bytes(), scanner.start(), scanner.end());
    int size = head(read.head(), new Terms(null, true, false)) + text.readableBytes();
    body(text);
    return size;
  }

  @Override
  public void flush() {
    sendHead();
    link.frames().flushUnlessReading();
  }

  @Override
  public boolean writable() {
    return output.writable();
  }

  @Override
  public void over(boolean keepAlive, Consumer<Boolean> delivered) {
    exchange = null;
    if (phase != Phase.REQUEST) {
      delivered.accept(false);
      return;
    }
    ChannelFuture last = end();
    phase = Phase.ENDING;
    endingSince = System.nanoTime();
    link.taken(stream, arrivals.drop());
    var _ =
        last.addListener(
            done -> {
              delivered.accept(done.isSuccess());
              ended();
            });
  }

  private ChannelFuture end() {
    HeaderLines lines = body == null ? null : body.trailer();
    Http2Headers waiting = head;
    if (lines != null) {
      sendHead();
      return link.frames().headers(stream.id(), Fields.trailer(lines), true);
    }
    if (waiting != null) {
      head = null;
      return link.frames().headers(stream.id(), waiting, true);
    }
    return link.frames().data(stream.id(), Unpooled.EMPTY_BUFFER, true);
  }

  /// The response left; what is still to come of the request is not wanted (RFC 9113 section 8.1).
  private void ended() {
    if (phase == Phase.ENDING && !inputEnded) {
      abandon(Http2Error.NO_ERROR);
    }
  }

  @Override
  public void reset() {
    abandon(Http2Error.INTERNAL_ERROR);
  }

  private void abandon(Http2Error error) {
    if (phase != Phase.CLOSED) {
      phase = Phase.CLOSED;
      link.taken(stream, arrivals.drop());
      link.frames().reset(stream.id(), error);
    }
  }

  /// The stream is closed: by both ends, by a reset or with its connection.
  void closed() {
    phase = Phase.CLOSED;
    arrivals.drop();
    Exchange left = exchange;
    exchange = null;
    if (left != null) {
      left.clientGone();
    }
  }

  /// Looks whether somebody kept the others waiting for too long.
  void sweep(long now, long responseNanos) {
    if (exchange != null) {
      exchange.sweep(now);
    } else if (phase == Phase.ENDING && now - endingSince > responseNanos) {
      abandon(Http2Error.CANCEL);
    }
  }

  @Override
  public void tunnel(Upstream upstream, Passage passage) {
    throw new IllegalStateException("a stream of HTTP/2 changes no protocol");
  }
}
