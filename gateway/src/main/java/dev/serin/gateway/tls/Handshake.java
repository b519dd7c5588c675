package dev.serin.gateway.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;

/// Waits for the end of a connection's handshake, and hands on which protocol was agreed.
public final class Handshake extends ApplicationProtocolNegotiationHandler {
  private final Consumer<String> agreed;
  private final Runnable failed;

  private Handshake(String fallback, Consumer<String> agreed, Runnable failed) {
    super(fallback);
    this.agreed = agreed;
    this.failed = failed;
  }

  /// Begins the handshake of a new connection.
  ///
  /// @param agreed gets the protocol, `http/1.1` when the client named none; what it adds to the
  ///     channel reads and writes clear text
  /// @param failed is run when there is no agreement in time, and the channel closed
  public static void begin(
      Channel channel, SslHandler tls, Consumer<String> agreed, Runnable failed) {
    channel.pipeline().addLast(tls, new EndOfInput(), new Handshake("http/1.1", agreed, failed));
  }

  /// Tells of a client's `close_notify` as the end of a socket's input is told.
  private static final class EndOfInput extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
        ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      } else {
        ctx.fireUserEventTriggered(event);
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof SslHandshakeCompletionEvent end && !end.isSuccess()) {
      // A load balancer that only looked whether the port is open is gone already.
      if (!(end.cause() instanceof ClosedChannelException)) {
        failed.run();
      }
    } else if (event == ChannelInputShutdownEvent.INSTANCE) {
      // Without the client's next bytes there will be no agreement.
      var _ = ctx.close();
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
    agreed.accept(protocol);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var _ = ctx.close();
  }
}
