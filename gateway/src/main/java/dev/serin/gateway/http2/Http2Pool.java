package dev.serin.gateway.http2;

import dev.serin.gateway.message.Bounds;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.proxy.Saturated;
import dev.serin.gateway.proxy.UpstreamPool;
import dev.serin.gateway.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections of one lane to endpoints that speak HTTP/2. The first that takes one more stream
/// is used; when none does, there is one more connection, up to a small bound, and then requests
/// wait for as long as connecting may take. It does not matter how long a connection was idle: an
/// endpoint that closes one says which requests it did not begin.
public final class Http2Pool implements UpstreamPool {
  /// How many streams one connection carries at most, whatever its endpoint allows.
  static final int STREAMS = 1000;

  private static final int LINKS = 4;
  private static final int WAITING = 1000;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Lane lane;
  private final Bootstrap bootstrap;
  private final Map<LiveEndpoint, Links> all = new HashMap<>();
  private final long connectNanos;

  /// The connections to one endpoint, and who waits for a stream.
  ///
  /// @param leaving carry what they have, and nothing new
  private record Links(
      List<BackendLink> open, List<BackendLink> leaving, ArrayDeque<Waiter> waiting) {
    Links() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayDeque<>());
    }

    boolean none() {
      return open.isEmpty() && leaving.isEmpty() && waiting.isEmpty();
    }
  }

  private record Waiter(Acquirer to, long since) {}

  /// A pool without connections.
  public Http2Pool(Lane lane, Transport transport) {
    this.lane = lane;
    long millis = lane.switchboard().options().timeouts().connect().toMillis();
    this.connectNanos = TimeUnit.MILLISECONDS.toNanos(millis);
    this.bootstrap =
        new Bootstrap()
            .group(lane.loop())
            .channel(transport.client())
            .disableResolver()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true);
  }

  /// How large a response may be.
  Bounds bounds() {
    return lane.switchboard().responseBounds();
  }

  private Links links(LiveEndpoint endpoint) {
    return all.computeIfAbsent(endpoint, _ -> new Links());
  }

  @Override
  public void acquire(LiveEndpoint endpoint, long maxIdleNanos, Acquirer to) {
    Links links = links(endpoint);
    BackendLink link = find(links);
    if (link == null && links.open().size() < LINKS) {
      link = connect(endpoint, links);
    }
    if (link != null) {
      link.acquire(to);
    } else if (links.waiting().size() < WAITING) {
      links.waiting().add(new Waiter(to, System.nanoTime()));
    } else {
      to.refused(busy(endpoint));
    }
  }

  private static @Nullable BackendLink find(Links links) {
    for (BackendLink link : links.open()) {
      if (link.takes()) {
        return link;
      }
    }
    return null;
  }

  private static Saturated busy(LiveEndpoint endpoint) {
    return new Saturated(endpoint.url() + " takes no more streams at a time");
  }

  private BackendLink connect(LiveEndpoint endpoint, Links links) {
    BackendLink link = new BackendLink(this, endpoint);
    links.open().add(link);
    ChannelFuture connected =
        bootstrap
            .clone()
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(link.frames());
                  }
                })
            .connect(endpoint.address());
    var _ =
        connected.addListener(
            (ChannelFutureListener)
                done -> {
                  Throwable cause = done.cause();
                  if (cause != null) {
                    // Also a channel that could not even be made, and belongs to no event loop.
                    lane.loop().execute(() -> link.refuse(cause));
                  }
                });
    return link;
  }

  /// A connection carries no new requests any more, and is still looked after.
  void leaves(BackendLink link) {
    Links links = links(link.endpoint());
    if (links.open().remove(link)) {
      links.leaving().add(link);
    }
  }

  /// A connection is closed.
  void forget(BackendLink link) {
    Links links = links(link.endpoint());
    links.open().remove(link);
    links.leaving().remove(link);
  }

  /// No connection can be made: who waits need not wait longer, unless there are others.
  void refused(LiveEndpoint endpoint, Throwable cause) {
    Links links = links(endpoint);
    while (links.open().isEmpty() && !links.waiting().isEmpty()) {
      links.waiting().remove().to().refused(cause);
    }
  }

  /// There is room for a stream, perhaps.
  void freed(LiveEndpoint endpoint) {
    if (!links(endpoint).waiting().isEmpty()) {
      lane.loop().execute(() -> serve(endpoint));
    }
  }

  private void serve(LiveEndpoint endpoint) {
    Links links = links(endpoint);
    BackendLink link = find(links);
    while (link != null && !links.waiting().isEmpty()) {
      link.acquire(links.waiting().remove().to());
      link = find(links);
    }
    if (!links.waiting().isEmpty() && links.open().isEmpty()) {
      acquire(endpoint, 0, links.waiting().remove().to());
    }
  }

  @Override
  public void sweep(long now) {
    for (Map.Entry<LiveEndpoint, Links> entry : List.copyOf(all.entrySet())) {
      Links links = entry.getValue();
      List.copyOf(links.leaving()).forEach(link -> link.sweep(now, IDLE_NANOS, connectNanos));
      List.copyOf(links.open()).forEach(link -> link.sweep(now, IDLE_NANOS, connectNanos));
      Waiter first = links.waiting().peek();
      while (first != null && now - first.since() > connectNanos) {
        links.waiting().remove().to().refused(busy(entry.getKey()));
        first = links.waiting().peek();
      }
      if (entry.getKey().retired() && links.none()) {
        all.remove(entry.getKey());
      }
    }
  }
}
