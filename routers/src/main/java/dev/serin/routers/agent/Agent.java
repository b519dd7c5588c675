package dev.serin.routers.agent;

import dev.serin.core.analysis.Checked;
import dev.serin.core.rollout.RolloutId;
import dev.serin.routers.Balancer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Lets an engine on another machine steer and count this machine's load balancers, over HTTPS with
/// certificates on both sides.
///
/// It steers nothing by itself: when no engine asks, traffic stays where it is.
public final class Agent implements AutoCloseable {
  private static final int LONGEST_LETTER = 256 * 1024;
  private static final int MOST_CONNECTIONS = 256;
  private static final int HANDSHAKE_SECONDS = 5;
  private static final int IDLE_SECONDS = 60;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ChannelGroup strangers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Desk desk;
  private final SslContext tls;

  private Agent(Desk desk, SslContext tls) {
    this.desk = desk;
    this.tls = tls;
  }

  /// Begins to answer.
  ///
  /// @param address where it listens; port 0 for any
  /// @param balancers of this machine, which are not closed with the agent
  /// @return the agent, or why there is none and what would help
  public static Checked<Agent> start(
      InetSocketAddress address, TlsFiles tls, Map<RolloutId, Balancer> balancers) {
    return tls.server().then(context -> new Agent(new Desk(balancers), context).listen(address));
  }

  private Checked<Agent> listen(InetSocketAddress address) {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    welcome(channel);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      close();
      return new Checked.Invalid<>(
          "the agent can not listen at %s:%d: %s; is another one running there?"
              .formatted(address.getHostString(), address.getPort(), cause.getMessage()));
    }
    open.add(bound.channel());
    return new Checked.Valid<>(this);
  }

  private void welcome(Channel channel) {
    // Who only connects shall not keep those out who have a certificate: theirs takes no time.
    if (strangers.size() >= MOST_CONNECTIONS) {
      var _ = strangers.iterator().next().close();
    }
    strangers.add(channel);
    SslHandler handshake = tls.newHandler(channel.alloc());
    handshake.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    var _ =
        handshake
            .handshakeFuture()
            .addListener(
                done -> {
                  if (done.isSuccess()) {
                    open.add(channel);
                    strangers.remove(channel);
                  }
                });
    channel
        .pipeline()
        .addLast(handshake)
        .addLast(new ReadTimeoutHandler(IDLE_SECONDS))
        .addLast(new HttpServerCodec())
        .addLast(new HttpServerKeepAliveHandler())
        .addLast(new HttpObjectAggregator(LONGEST_LETTER))
        .addLast(new FlowControlHandler())
        .addLast(new Letterbox(desk, threads));
  }

  /// Where it listens.
  public int port() {
    return open.stream()
        .filter(NioServerSocketChannel.class::isInstance)
        .map(channel -> ((InetSocketAddress) channel.localAddress()).getPort())
        .findFirst()
        .orElseThrow();
  }

  /// Answers no more. What the balancers do stays as it is.
  @Override
  public void close() {
    var _ = open.close().awaitUninterruptibly();
    var _ = strangers.close().awaitUninterruptibly();
    threads.shutdownNow();
    var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
