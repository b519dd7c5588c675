package dev.serin.gateway.http1;

import dev.serin.gateway.message.Bounds;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.proxy.UpstreamPool;
import dev.serin.gateway.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections of one lane to endpoints that speak HTTP/1.1. One carries one request at a time;
/// the one that was used last is used next.
public final class Http1Pool implements UpstreamPool {
  private static final int IDLE_LIMIT = 256;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Lane lane;
  private final Bootstrap bootstrap;
  private final Map<LiveEndpoint, ArrayDeque<BackendConnection>> idle = new HashMap<>();

  /// A pool without connections.
  public Http1Pool(Lane lane, Transport transport) {
    this.lane = lane;
    this.bootstrap =
        new Bootstrap()
            .group(lane.loop())
            .channel(transport.client())
            .disableResolver()
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) lane.switchboard().options().timeouts().connect().toMillis())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.AUTO_CLOSE, false);
  }

  @Override
  public void acquire(LiveEndpoint endpoint, long maxIdleNanos, Acquirer to) {
    ArrayDeque<BackendConnection> waiting = idle.get(endpoint);
    BackendConnection pooled = waiting == null ? null : waiting.peekLast();
    if (waiting != null
        && pooled != null
        && System.nanoTime() - pooled.idleSince() <= maxIdleNanos) {
      waiting.removeLast();
      to.acquired(pooled);
    } else {
      connect(endpoint, to);
    }
  }

  /// How large a response may be.
  Bounds bounds() {
    return lane.switchboard().responseBounds();
  }

  /// A new connection.
  private void connect(LiveEndpoint endpoint, Acquirer to) {
    BackendConnection[] made = new BackendConnection[1];
    ChannelFuture connected =
        bootstrap
            .clone()
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    made[0] = new BackendConnection(Http1Pool.this, endpoint, channel);
                    channel.pipeline().addLast(made[0]);
                  }
                })
            .connect(endpoint.address());
    var _ =
        connected.addListener(
            (ChannelFutureListener)
                done -> {
                  Throwable cause = done.cause();
                  if (cause == null) {
                    to.acquired(made[0]);
                  } else if (lane.loop().inEventLoop()) {
                    to.refused(cause);
                  } else {
                    // A channel that could not even be made belongs to no event loop.
                    lane.loop().execute(() -> to.refused(cause));
                  }
                });
  }

  /// Puts a connection into the pool; false when the pool is full.
  boolean keep(BackendConnection connection) {
    ArrayDeque<BackendConnection> waiting =
        idle.computeIfAbsent(connection.endpoint(), _ -> new ArrayDeque<>());
    if (waiting.size() >= IDLE_LIMIT) {
      return false;
    }
    waiting.addLast(connection);
    return true;
  }

  /// Takes a connection out of the pool, if it is there.
  void forget(BackendConnection connection) {
    ArrayDeque<BackendConnection> waiting = idle.get(connection.endpoint());
    if (waiting != null) {
      waiting.remove(connection);
    }
  }

  @Override
  public void sweep(long now) {
    Iterator<Map.Entry<LiveEndpoint, ArrayDeque<BackendConnection>>> all =
        idle.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<LiveEndpoint, ArrayDeque<BackendConnection>> entry = all.next();
      boolean retired = entry.getKey().retired();
      closeIdle(entry.getValue(), retired ? now : now - IDLE_NANOS);
      if (retired && entry.getValue().isEmpty()) {
        all.remove();
      }
    }
  }

  private static void closeIdle(ArrayDeque<BackendConnection> waiting, long before) {
    @Nullable BackendConnection oldest = waiting.peekFirst();
    while (oldest != null && oldest.idleSince() - before < 0) {
      waiting.removeFirst();
      oldest.discard();
      oldest = waiting.peekFirst();
    }
  }
}
