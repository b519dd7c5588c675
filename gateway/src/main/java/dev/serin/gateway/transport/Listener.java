package dev.serin.gateway.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// Opens a listening socket.
///
/// @param atOnce whether connections are taken at once; else they wait until the channel's
///     `autoRead` is set
public record Listener(
    EventLoopGroup group, Transport transport, boolean halfClosure, boolean atOnce) {
  private static final int BACKLOG = 4096;

  /// What came of it.
  public sealed interface Outcome {
    /// It listens.
    record Open(Channel channel) implements Outcome {
      public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
      }
    }

    /// It does not.
    ///
    /// @param why with the address and what would help
    record Refused(String why) implements Outcome {}
  }

  /// Listens at an address.
  ///
  /// @param accepted prepares each new connection, on its event loop
  public Outcome open(InetSocketAddress address, Consumer<Channel> accepted) {
    return open(address, accepted, _ -> {});
  }

  /// Listens at an address.
  ///
  /// @param accepted prepares each new connection, on its event loop
  /// @param taken is told of each new connection before the next one is taken, so that it can stop
  ///     the listener in time
  public Outcome open(
      InetSocketAddress address, Consumer<Channel> accepted, Consumer<Channel> taken) {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(transport.server())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, atOnce)
            .handler(new Doorman(taken))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, halfClosure)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accepted.accept(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause == null) {
      return new Outcome.Open(bound.channel());
    }
    String where = address.getHostString() + ":" + address.getPort();
    return new Outcome.Refused(
        "can not listen on %s: %s; stop what holds the port, or choose another one (port 0 takes any that is free)"
            .formatted(where, cause.getMessage()));
  }

  /// Sees connections on the event loop that takes them.
  private static final class Doorman extends ChannelInboundHandlerAdapter {
    private final Consumer<Channel> taken;

    Doorman(Consumer<Channel> taken) {
      this.taken = taken;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object connection) {
      taken.accept((Channel) connection);
      ctx.fireChannelRead(connection);
    }
  }
}
