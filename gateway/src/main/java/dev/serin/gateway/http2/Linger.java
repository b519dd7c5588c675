package dev.serin.gateway.http2;

import dev.serin.gateway.transport.Output;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/// Keeps a connection that ends with an error for a while, with its output shut: closing at once
/// could destroy the GOAWAY on its way, while the client still sends. What it sends is thrown away.
final class Linger extends ChannelDuplexHandler {
  private static final long MILLIS = 2_000;

  private boolean lingering;
  private boolean over;

  /// From now on nothing is read, and the connection is closed when the client has ended it too, or
  /// when it takes too long.
  void begin() {
    lingering = true;
  }

  boolean lingering() {
    return lingering;
  }

  /// The last frame left.
  void sent(Channel channel) {
    Output.end(channel);
    var _ = channel.eventLoop().schedule(() -> end(channel), MILLIS, TimeUnit.MILLISECONDS);
  }

  private void end(Channel channel) {
    over = true;
    var _ = channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (lingering) {
      ReferenceCountUtil.release(message);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (lingering && event == ChannelInputShutdownEvent.INSTANCE) {
      end(ctx.channel());
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (lingering && !over) {
      promise.trySuccess();
    } else {
      var _ = ctx.close(promise);
    }
  }
}
