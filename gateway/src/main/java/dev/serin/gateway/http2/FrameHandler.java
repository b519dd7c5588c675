package dev.serin.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/// The frames of one connection, at whichever of its ends. Netty reads and writes them, follows the
/// states of streams and keeps the windows; when bytes of a window are returned is decided here.
final class FrameHandler extends Http2ConnectionHandler {
  /// What the other side may send on one stream before it is taken.
  private static final int STREAM_WINDOW = 65_535;

  /// Whoever has the connection.
  interface Owner {
    /// Frames can be sent.
    void opened();

    /// All frames of one read were handed over.
    void readComplete();

    /// A client sent a head that was answered with 431.
    void headTooLarge();

    /// The other side sends no more.
    void inputEnded();

    /// The connection is gone, and all its streams were closed. Not said of one that never opened.
    void closed();
  }

  private final Owner owner;
  private final @Nullable FloodGuard guard;
  private final int window;
  private @Nullable ChannelHandlerContext context;
  private boolean opened;
  private boolean reading;

  FrameHandler(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Ends ends) {
    super(decoder, encoder, settings, true);
    this.owner = ends.owner();
    this.guard = ends.guard();
    this.window = (int) Math.min(Integer.MAX_VALUE, (long) ends.streams() * STREAM_WINDOW);
  }

  /// Who is at this end.
  ///
  /// @param guard null when the other side is trusted
  /// @param streams that may be open at once: the window of the connection has room for all of
  ///     their windows, so that streams nobody takes anything from do not stop the others
  record Ends(Owner owner, @Nullable FloodGuard guard, int streams) {}

  /// A client is told what was wrong, and may still hear it.
  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception known) {
    Linger linger = ctx.pipeline().get(Linger.class);
    if (linger == null) {
      super.onConnectionError(ctx, outbound, cause, known);
    } else if (!linger.lingering()) {
      linger.begin();
      Http2Error error = known == null ? Http2Error.INTERNAL_ERROR : known.error();
      int last = connection().remote().lastStreamCreated();
      ByteBuf why = known == null ? Unpooled.EMPTY_BUFFER : Http2CodecUtil.toByteBuf(ctx, known);
      var _ =
          frameWriter()
              .writeGoAway(ctx, last, error.code(), why, ctx.newPromise())
              .addListener(_ -> linger.sent(ctx.channel()));
      ctx.flush();
      var _ = connection().close(ctx.voidPromise());
    }
  }

  /// A client that often makes us reset its streams is sent away.
  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      Http2Exception.StreamException known) {
    super.onStreamError(ctx, outbound, cause, known);
    if (guard != null && !outbound && guard.fault(System.nanoTime())) {
      calm(ctx, "streams that must be reset");
    }
  }

  private void calm(ChannelHandlerContext ctx, String why) {
    onError(ctx, false, Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, why));
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext known = context;
    if (known == null) {
      throw new IllegalStateException("a connection outside its pipeline");
    }
    return known;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
    open(ctx);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    super.channelActive(ctx);
    open(ctx);
  }

  private void open(ChannelHandlerContext ctx) throws Http2Exception {
    if (!opened && ctx.channel().isActive()) {
      opened = true;
      owner.opened();
      int more = window - decoder().flowController().initialWindowSize();
      decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
      ctx.flush();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    reading = true;
    if (guard != null) {
      guard.received(((ByteBuf) message).readableBytes());
    }
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    // Before: what the owner lets leave now can bring more at once, which nobody else lets leave.
    reading = false;
    owner.readComplete();
    if (guard != null && guard.flooded(System.nanoTime())) {
      calm(ctx, "frames without a purpose");
    }
    super.channelReadComplete(ctx);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    super.userEventTriggered(ctx, event);
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      owner.inputEnded();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    reading = false;
    super.channelInactive(ctx);
    if (opened) {
      owner.closed();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof Http2Exception) {
      super.exceptionCaught(ctx, cause);
    } else {
      var _ = ctx.close();
    }
  }

  @Override
  protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext ctx, Http2Stream stream) {
    owner.headTooLarge();
    super.handleServerHeaderDecodeSizeError(ctx, stream);
  }

  /// Writes a header section.
  ///
  /// @return is done when the socket took it
  ChannelFuture headers(int stream, Http2Headers headers, boolean last) {
    useful(0);
    ChannelHandlerContext ctx = context();
    return encoder().writeHeaders(ctx, stream, headers, 0, last, ctx.newPromise());
  }

  /// Writes a part of a body, as the windows allow; it is released here.
  ///
  /// @return is done when the socket took all of it
  ChannelFuture data(int stream, ByteBuf part, boolean last) {
    useful(part.readableBytes());
    ChannelHandlerContext ctx = context();
    return encoder().writeData(ctx, stream, part, 0, last, ctx.newPromise());
  }

  private void useful(int bytes) {
    if (guard != null) {
      guard.sent(bytes);
    }
  }

  /// Resets a stream, for a reason that is not the other side's fault.
  void reset(int stream, Http2Error error) {
    ChannelHandlerContext ctx = context();
    var _ = resetStream(ctx, stream, error.code(), ctx.newPromise());
    flushUnlessReading();
  }

  /// Gives back so many bytes of a stream's window and of the connection's.
  void taken(Http2Stream stream, int bytes) {
    try {
      if (decoder().flowController().consumeBytes(stream, bytes)) {
        flushUnlessReading();
      }
    } catch (Http2Exception broken) {
      onError(context(), false, broken);
    }
  }

  /// Says that streams above `last` are not served.
  void goAway(int last, Http2Error error) {
    ChannelHandlerContext ctx = context();
    var _ = goAway(ctx, last, error.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
    flushUnlessReading();
  }

  void ping(long content) {
    ChannelHandlerContext ctx = context();
    var _ = encoder().writePing(ctx, false, content, ctx.newPromise());
    flushUnlessReading();
  }

  /// What was written leaves now, or when all that was read is handled.
  void flushUnlessReading() {
    if (!reading) {
      flush(context());
    }
  }

  /// True when the other side has said that it speaks HTTP/2, and its settings.
  boolean greeted() {
    return decoder().prefaceReceived();
  }

  boolean reading() {
    return reading;
  }

  /// Ends the connection now.
  void close() {
    if (context != null) {
      var _ = context.close();
    }
  }

  /// True when nothing can be sent or received any more.
  boolean gone() {
    return context != null && !context.channel().isActive();
  }

  ByteBufAllocator allocator() {
    return context().alloc();
  }

  /// Does something when what is done now is done.
  void later(Runnable action) {
    context().channel().eventLoop().execute(action);
  }
}
