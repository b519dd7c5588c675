package dev.serin.gateway.http1;

import dev.serin.gateway.message.Body;
import dev.serin.gateway.message.ChunkedBody;
import dev.serin.gateway.message.CountedBody;
import dev.serin.gateway.message.Fault;
import dev.serin.gateway.message.HeadScanner;
import dev.serin.gateway.message.OpenBody;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.proxy.Answer;
import dev.serin.gateway.proxy.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/// A connection to an endpoint, for one request at a time; it belongs to one event loop.
///
/// ```
/// IDLE --begin--> HEAD --head--> BODY --last byte--> IDLE (in the pool, or closed)
///                  ^  |            |
///              1xx +--+--101--> RAW (bytes both ways until one side closes)
/// ```
final class BackendConnection extends ChannelInboundHandlerAdapter implements Upstream {
  private static final int INTERIM_LIMIT = 32;

  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    RAW,
    RAW_ENDED
  }

  private final Http1Pool pool;
  private final LiveEndpoint endpoint;
  private final Channel channel;
  private final HeadScanner scanner;
  private Phase phase = Phase.IDLE;
  private Body body = new CountedBody(0);
  private @Nullable Answer answer;
  private @Nullable Answer toFlush;
  private boolean toHead;
  private boolean unchunk;
  private boolean reusable = true;
  private boolean reused;
  private boolean heard;
  private boolean failed;
  private int interims;
  private long idleSince;

  BackendConnection(Http1Pool pool, LiveEndpoint endpoint, Channel channel) {
    this.pool = pool;
    this.endpoint = endpoint;
    this.channel = channel;
    this.scanner = new HeadScanner(pool.bounds().headBytes());
  }

  @Override
  public LiveEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public void begin(Answer receiver, ByteBuf head, boolean toHead, boolean unchunk) {
    this.answer = receiver;
    this.toHead = toHead;
    this.unchunk = unchunk;
    this.heard = false;
    this.interims = 0;
    this.phase = Phase.HEAD;
    write(head);
  }

  @Override
  public void tunnel(Answer receiver) {
    answer = receiver;
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  @Override
  public void write(ByteBuf bytes) {
    var _ = channel.write(bytes);
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public boolean writable() {
    return channel.isWritable();
  }

  @Override
  public void pause() {
    channel.config().setAutoRead(false);
  }

  @Override
  public void resume() {
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public boolean reused() {
    return reused;
  }

  /// When it began to wait for a request, on the monotonic clock.
  long idleSince() {
    return idleSince;
  }

  @Override
  public void release() {
    answer = null;
    if (reusable && channel.isActive() && !endpoint.retired() && pool.keep(this)) {
      reused = true;
      idleSince = System.nanoTime();
      resume();
    } else {
      var _ = channel.close();
    }
  }

  @Override
  public void discard() {
    if ((phase == Phase.HEAD || phase == Phase.BODY) && channel.isOpen()) {
      // The rest of an answer that is broken off is wanted by nobody. And a reset leaves no port
      // behind that can not be used for a minute: clients that break off could use up all.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    answer = null;
    toFlush = null;
    phase = Phase.IDLE;
    var _ = channel.close();
  }

  @Override
  public void shutdownOutput() {
    var _ =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(
                (ChannelFutureListener)
                    _ -> {
                      var _ = ((DuplexChannel) channel).shutdownOutput();
                    });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      heard = true;
      boolean more = true;
      while (more && in.isReadable()) {
        more =
            switch (phase) {
              case IDLE -> unasked();
              case HEAD -> readHead(in);
              case BODY -> readBody(in);
              case RAW -> passRaw(in);
              case RAW_ENDED -> false;
            };
      }
    } finally {
      in.release();
    }
  }

  private boolean unasked() {
    reusable = false;
    pool.forget(this);
    var _ = channel.close();
    return false;
  }

  private boolean readHead(ByteBuf in) {
    if (!scanner.feed(in)) {
      return false;
    }
    Fault fault = scanner.fault();
    if (fault != null) {
      return breakOff("the backend's response has " + fault.why());
    }
    ResponseHead.Outcome read =
        ResponseHead.read(scanner.bytes(), scanner.start(), scanner.end(), pool.bounds());
    fault = scanner.start() > 0 ? Fault.bad("an empty line before its status line") : read.fault();
    if (fault != null) {
      return breakOff("the backend's response has " + fault.why());
    }
    if (read.head().interim()) {
      return passInterim(read.head());
    }
    receive(read.head(), in.isReadable());
    return true;
  }

  private boolean passInterim(ResponseHead head) {
    if (++interims > INTERIM_LIMIT) {
      return breakOff("the backend's response has more than " + INTERIM_LIMIT + " before it");
    }
    receiver().interim(head);
    scanner.reset();
    return true;
  }

  private void receive(ResponseHead head, boolean bytesFollow) {
    Answer receiver = receiver();
    body = head.body(toHead);
    reusable = head.keepAlive() && !(body instanceof OpenBody) && !head.contradictsItself();
    phase = head.status() == 101 ? Phase.RAW : Phase.BODY;
    receiver.head(head);
    scanner.reset();
    if (phase == Phase.BODY && body.done()) {
      finish(bytesFollow);
    }
  }

  private Answer receiver() {
    Answer receiver = answer;
    if (receiver == null) {
      throw new IllegalStateException("a connection to " + endpoint.url() + " has no receiver");
    }
    toFlush = receiver;
    return receiver;
  }

  private boolean readBody(ByteBuf in) {
    if (unchunk && body instanceof ChunkedBody chunks) {
      if (!readChunks(in, chunks)) {
        return false;
      }
    } else {
      int taken = body.take(in);
      if (taken < 0) {
        return breakOff("the backend's chunks are malformed");
      }
      if (taken > 0) {
        receiver().body(in.readRetainedSlice(taken));
      }
    }
    if (phase == Phase.BODY && body.done()) {
      finish(in.isReadable());
    }
    return true;
  }

  private boolean readChunks(ByteBuf in, ChunkedBody chunks) {
    while (in.isReadable() && !chunks.done() && phase == Phase.BODY) {
      int taken = chunks.segment(in, in.readerIndex());
      if (taken < 0) {
        return breakOff("the backend's chunks are malformed");
      }
      if (chunks.data()) {
        receiver().body(in.readRetainedSlice(taken));
      } else {
        in.skipBytes(taken);
      }
    }
    return phase == Phase.BODY;
  }

  private boolean passRaw(ByteBuf in) {
    receiver().body(in.readRetainedSlice(in.readableBytes()));
    return false;
  }

  private void finish(boolean bytesFollow) {
    if (bytesFollow) {
      reusable = false;
    }
    phase = Phase.IDLE;
    receiver().end();
  }

  private boolean breakOff(String why) {
    Answer receiver = receiver();
    discard();
    receiver.broken(why, false);
    receiver.flush();
    return false;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flushReceiver();
  }

  private void flushReceiver() {
    Answer receiver = toFlush;
    if (receiver != null) {
      toFlush = null;
      receiver.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (answer != null) {
      answer.writable();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    Answer receiver = answer;
    if (event == ChannelInputShutdownEvent.INSTANCE && phase == Phase.RAW && receiver != null) {
      phase = Phase.RAW_ENDED;
      receiver.end();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    // One that is closed while it is read may not be told that the reading is complete.
    flushReceiver();
    closed();
  }

  private void closed() {
    pool.forget(this);
    Answer receiver = answer;
    Phase last = phase;
    phase = Phase.IDLE;
    if (receiver == null || last == Phase.IDLE) {
      return;
    }
    if (last == Phase.BODY && body instanceof OpenBody && !failed) {
      reusable = false;
      receiver.end();
    } else {
      answer = null;
      receiver.broken(
          last == Phase.HEAD
              ? "the backend closed the connection before it answered"
              : "the backend closed the connection in the middle of its response",
          !heard);
    }
    receiver.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failed = true;
    var _ = channel.close();
  }
}
