package dev.serin.gateway.http1;

import dev.serin.gateway.transport.Output;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The side of a client's connection that is written to.
///
/// What was written last is held back until more is written or all is flushed: so the end of a
/// response needs no message of its own, and a small body leaves in one piece with its head.
final class ClientSocket {
  /// Up to so many bytes are copied behind what was written before.
  static final int JOINED = 4096;

  private final Channel channel;
  private final @Nullable SslHandler tls;
  private @Nullable ByteBuf held;
  private int leaving;

  /// A socket.
  ///
  /// @param channel with its TLS, if there is any
  ClientSocket(Channel channel) {
    this.channel = channel;
    this.tls = channel.pipeline().get(SslHandler.class);
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  void write(ByteBuf bytes) {
    ByteBuf before = held;
    int size = bytes.readableBytes();
    if (before != null && size <= JOINED && size <= before.writableBytes()) {
      before.writeBytes(bytes);
      bytes.release();
    } else {
      pass();
      held = bytes;
    }
  }

  private void pass() {
    ByteBuf bytes = held;
    if (bytes != null) {
      held = null;
      var _ = channel.write(bytes, channel.voidPromise());
    }
  }

  /// Throws away what is held back: nobody is there any more.
  void drop() {
    ByteBuf bytes = held;
    if (bytes != null) {
      held = null;
      bytes.release();
    }
  }

  /// Ends a response.
  ///
  /// @param delivered is told whether the socket took all that was written until now
  void writeEnd(Consumer<Boolean> delivered) {
    ByteBuf last = held == null ? Unpooled.EMPTY_BUFFER : held;
    held = null;
    leaving++;
    var _ =
        channel
            .write(last)
            .addListener(
                done -> {
                  leaving--;
                  delivered.accept(done.isSuccess());
                });
  }

  void flush() {
    pass();
    channel.flush();
  }

  /// Takes a handler out of the connection.
  void leave(ChannelHandler handler) {
    channel.pipeline().remove(handler);
  }

  /// True while the end of a response has not left.
  boolean leaving() {
    return leaving > 0;
  }

  /// False when so much waits to leave that no more should be written.
  boolean writable() {
    return channel.isWritable();
  }

  /// Whether bytes that the client sends are read.
  void read(boolean wanted) {
    if (channel.config().isAutoRead() != wanted) {
      channel.config().setAutoRead(wanted);
    }
  }

  /// Sends no more, behind what was written; but still receives.
  void shutdownOutput() {
    pass();
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> Output.end(channel));
  }

  /// Ends the connection behind what was written.
  void closeAfterFlush() {
    pass();
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /// Ends the connection so that the client can not take what it has for the whole.
  void reset() {
    drop();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    ChannelHandlerContext context = tls == null ? null : channel.pipeline().context(tls);
    if (context == null) {
      close();
    } else {
      // From here it does not pass TLS, whose close_notify would say that this is the whole.
      var _ = context.close();
    }
  }

  /// Ends the connection now.
  void close() {
    drop();
    var _ = channel.close();
  }
}
