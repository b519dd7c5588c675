package dev.serin.gateway.pool;

import dev.serin.core.engine.Backend;
import dev.serin.gateway.message.Fault;
import dev.serin.gateway.message.HeadScanner;
import dev.serin.gateway.message.ResponseHead;
import dev.serin.gateway.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks each endpoint, as often as its backend wants, whether it is well. Works on one event loop.
public final class HealthChecker {
  private final EventLoop loop;
  private final Bootstrap bootstrap;
  private final Map<LiveEndpoint, ScheduledFuture<?>> checks = new HashMap<>();

  public HealthChecker(EventLoop loop, Transport transport) {
    this.loop = loop;
    this.bootstrap = new Bootstrap().group(loop).channel(transport.client()).disableResolver();
  }

  /// Checks these too from now on, at once for the first time.
  public void begin(Collection<LiveEndpoint> endpoints) {
    loop.execute(
        () -> endpoints.forEach(endpoint -> checks.computeIfAbsent(endpoint, this::schedule)));
  }

  /// Checks these no more.
  public void end(Collection<LiveEndpoint> endpoints) {
    loop.execute(
        () ->
            endpoints.forEach(
                endpoint -> {
                  ScheduledFuture<?> check = checks.remove(endpoint);
                  if (check != null) {
                    check.cancel(false);
                  }
                }));
  }

  private ScheduledFuture<?> schedule(LiveEndpoint endpoint) {
    long nanos = Math.max(TimeUnit.MILLISECONDS.toNanos(10), endpoint.check().interval().toNanos());
    return loop.scheduleAtFixedRate(() -> check(endpoint), 0, nanos, TimeUnit.NANOSECONDS);
  }

  private void check(LiveEndpoint endpoint) {
    Thread.ofVirtual().name("serin-resolve").start(endpoint::resolve);
    Check check = new Check(endpoint);
    int millis = Math.clamp(endpoint.check().timeout().toMillis(), 1, Integer.MAX_VALUE);
    ChannelFuture connecting =
        bootstrap
            .clone()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
            .handler(check.handler())
            .connect(endpoint.address());
    ScheduledFuture<?> deadline =
        loop.schedule(
            () -> check.fail(connecting.channel(), "gave no answer within " + millis + "ms"),
            millis,
            TimeUnit.MILLISECONDS);
    var _ =
        connecting.addListener(
            (ChannelFutureListener)
                done -> {
                  Throwable cause = done.cause();
                  if (cause != null) {
                    loop.execute(() -> check.unconnected(done.channel(), cause));
                  }
                });
    var _ = connecting.channel().closeFuture().addListener(_ -> deadline.cancel(false));
  }

  /// One check of one endpoint.
  private static final class Check extends ChannelInboundHandlerAdapter {
    private final LiveEndpoint endpoint;
    private final HeadScanner scanner = new HeadScanner();
    private boolean over;

    Check(LiveEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /// What the connection is made with.
    ChannelHandler handler() {
      return endpoint.protocol() == Backend.Protocol.HTTP_1
          ? this
          : new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
              channel.pipeline().addLast(Http2Check.translator(), Check.this);
            }
          };
    }

    void fail(@Nullable Channel channel, String why) {
      if (!over) {
        over = true;
        endpoint.failed(why);
      }
      if (channel != null && channel.isRegistered()) {
        var _ = channel.close();
      }
    }

    /// What the gateway itself lacks says nothing about the endpoint.
    void unconnected(Channel channel, Throwable cause) {
      over |= !ConnectFailure.ofEndpoint(cause);
      fail(channel, "can not be connected to: " + cause.getMessage());
    }

    private void succeed(Channel channel) {
      over = true;
      endpoint.succeeded();
      var _ = channel.close();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      if (endpoint.check().connectOnly()) {
        succeed(ctx.channel());
        return;
      }
      if (endpoint.protocol() == Backend.Protocol.HTTP_2) {
        var _ = ctx.writeAndFlush(Http2Check.request(endpoint));
        return;
      }
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: serin-health\r\nAccept: */*\r\nConnection: close\r\n\r\n"
              .formatted(endpoint.check().path(), endpoint.authority());
      var _ = ctx.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.UTF_8));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      try {
        if (over) {
          return;
        }
        if (message instanceof HttpResponse response) {
          judge(ctx.channel(), response.status().code());
        } else if (message instanceof ByteBuf in) {
          while (!over && in.isReadable() && scanner.feed(in)) {
            judge(ctx.channel());
          }
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    private void judge(Channel channel) {
      Fault fault = scanner.fault();
      ResponseHead head = null;
      if (fault == null) {
        ResponseHead.Outcome read =
            ResponseHead.read(scanner.bytes(), scanner.start(), scanner.end());
        fault = read.fault();
        head = read.head();
      }
      if (fault != null || head == null) {
        String why = fault == null ? "nothing" : fault.why();
        fail(channel, "answered " + endpoint.check().path() + " with " + why);
      } else if (head.interim()) {
        scanner.reset();
      } else {
        judge(channel, head.status());
      }
    }

    private void judge(Channel channel, int status) {
      if (status >= 200 && status < 400) {
        succeed(channel);
      } else {
        fail(channel, "answered " + endpoint.check().path() + " with status " + status);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail(null, "closed the connection without an answer to " + endpoint.check().path());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      fail(ctx.channel(), "broke the connection: " + cause.getMessage());
    }
  }
}
