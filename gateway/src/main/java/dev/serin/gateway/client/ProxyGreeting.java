package dev.serin.gateway.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Waits for the PROXY protocol's header (version 1 or 2) at the beginning of a connection, in
/// which a load balancer says whose connection it passes on. A connection without one is closed.
public final class ProxyGreeting extends ChannelInboundHandlerAdapter {
  private static final int LARGEST_EXTRA = 4096;

  private final Consumer<@Nullable InetAddress> greeted;
  private final Runnable refused;
  private final Duration patience;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean over;

  private ProxyGreeting(
      Consumer<@Nullable InetAddress> greeted, Runnable refused, Duration patience) {
    this.greeted = greeted;
    this.refused = refused;
    this.patience = patience;
  }

  /// Waits for the header of a new connection.
  ///
  /// @param patience how long
  /// @param greeted gets the address that was said, or the socket's when none was; what it adds to
  ///     the channel gets the bytes behind the header
  /// @param refused is run when the header is missing, malformed or late, and the channel closed
  public static void await(
      Channel channel,
      Duration patience,
      Consumer<@Nullable InetAddress> greeted,
      Runnable refused) {
    channel
        .pipeline()
        .addLast(
            new HAProxyMessageDecoder(LARGEST_EXTRA),
            new ProxyGreeting(greeted, refused, patience));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor().schedule(() -> refuse(ctx), patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    HAProxyMessage header = (HAProxyMessage) message;
    InetAddress said =
        header.command() == HAProxyCommand.PROXY && header.sourceAddress() != null
            ? NetUtil.createInetAddressFromIpAddressString(header.sourceAddress())
            : null;
    header.release();
    end();
    ctx.pipeline().remove(this);
    greeted.accept(said == null ? socketAddress(ctx.channel()) : said);
  }

  /// The address at the other end of the socket; null when it has none.
  public static @Nullable InetAddress socketAddress(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
  }

  private void refuse(ChannelHandlerContext ctx) {
    if (!over) {
      end();
      refused.run();
      var _ = ctx.close();
    }
  }

  private void end() {
    over = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      // A load balancer that only looked whether the port is open says nothing and goes.
      var _ = ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    refuse(ctx);
  }
}
