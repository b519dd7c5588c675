package dev.serin.gateway.proxy;

import dev.serin.gateway.http1.BackendConnection;
import dev.serin.gateway.http1.ClientConnection;
import dev.serin.gateway.pool.LiveEndpoint;
import dev.serin.gateway.route.Side;
import dev.serin.gateway.signals.Tally;
import dev.serin.gateway.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One event loop with all that belongs to it alone: clients, connections to endpoints, counters.
/// Nothing here is shared, so nothing is locked.
public final class Lane {
  private static final int IDLE_LIMIT = 256;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long SWEEP_MILLIS = 100;
  private static final int MIRROR_LIMIT = 64;

  private final int index;
  private final EventLoop loop;
  private final Switchboard switchboard;
  private final Bootstrap bootstrap;
  private final List<ClientConnection> clients = new ArrayList<>();
  private final Set<LiveEndpoint> retired = new HashSet<>();
  private Set<LiveEndpoint> known = Set.of();
  private final Promise<Boolean> emptied;
  private int mirrors;

  /// A lane without clients.
  ///
  /// @param index 0 for the first lane
  public Lane(int index, EventLoop loop, Transport transport, Switchboard switchboard) {
    this.index = index;
    this.loop = loop;
    this.switchboard = switchboard;
    this.emptied = loop.newPromise();
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(transport.client())
            .disableResolver()
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) switchboard.options().timeouts().connect().toMillis())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.AUTO_CLOSE, false);
  }

  /// Gets the connection that it asked for.
  public interface Acquirer {
    void acquired(BackendConnection connection);

    void refused(Throwable cause);
  }

  /// Begins to look after timeouts.
  public void start() {
    var _ =
        loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  public Switchboard switchboard() {
    return switchboard;
  }

  public EventLoop loop() {
    return loop;
  }

  public Tally tally(Side side) {
    return side.series().tally(index);
  }

  /// A connection from the pool that has not waited longer than `maxIdleNanos`, or a new one.
  public void acquire(LiveEndpoint endpoint, long maxIdleNanos, Acquirer to) {
    BackendConnection pooled = endpoint.idle(index).peekLast();
    if (pooled != null && System.nanoTime() - pooled.idleSince() <= maxIdleNanos) {
      endpoint.idle(index).removeLast();
      to.acquired(pooled);
    } else {
      connect(endpoint, to);
    }
  }

  /// A new connection.
  public void connect(LiveEndpoint endpoint, Acquirer to) {
    BackendConnection[] made = new BackendConnection[1];
    ChannelFuture connected =
        bootstrap
            .clone()
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    made[0] = new BackendConnection(Lane.this, endpoint, channel);
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
                  } else if (loop.inEventLoop()) {
                    to.refused(cause);
                  } else {
                    // A channel that could not even be made belongs to no event loop.
                    loop.execute(() -> to.refused(cause));
                  }
                });
  }

  /// Puts a connection into the pool; false when the pool is full.
  public boolean keep(BackendConnection connection) {
    ArrayDeque<BackendConnection> idle = connection.endpoint().idle(index);
    if (idle.size() >= IDLE_LIMIT) {
      return false;
    }
    idle.addLast(connection);
    return true;
  }

  /// Takes a connection out of the pool, if it is there.
  public void forget(BackendConnection connection) {
    connection.endpoint().idle(index).remove(connection);
  }

  public void add(ClientConnection client) {
    client.seat(clients.size());
    clients.add(client);
  }

  public void remove(ClientConnection client) {
    ClientConnection last = clients.removeLast();
    if (last != client) {
      clients.set(client.seat(), last);
      last.seat(client.seat());
    }
    if (switchboard.draining() && clients.isEmpty()) {
      emptied.trySuccess(true);
    }
  }

  /// True when one more copy may be under way.
  public boolean enterMirror() {
    if (mirrors >= MIRROR_LIMIT) {
      return false;
    }
    mirrors++;
    return true;
  }

  public void leaveMirror() {
    mirrors--;
  }

  /// Ends each connection once it carries no request, and tunnels at once.
  ///
  /// @return is done when none is left
  public Future<Boolean> drain() {
    loop.execute(
        () -> {
          List.copyOf(clients).forEach(ClientConnection::drain);
          if (clients.isEmpty()) {
            emptied.trySuccess(true);
          }
        });
    return emptied;
  }

  private void sweep() {
    long now = System.nanoTime();
    for (int i = clients.size() - 1; i >= 0; i--) {
      ClientConnection client = i < clients.size() ? clients.get(i) : null;
      if (client != null) {
        client.sweep(now);
      }
    }
    sweepPools(now);
  }

  private void sweepPools(long now) {
    Set<LiveEndpoint> current = switchboard.endpoints();
    if (!current.equals(known)) {
      retired.addAll(known);
      retired.removeAll(current);
      known = current;
    }
    current.forEach(endpoint -> closeIdle(endpoint, now - IDLE_NANOS));
    retired.forEach(endpoint -> closeIdle(endpoint, now));
    retired.removeIf(endpoint -> endpoint.inFlight().get() == 0);
  }

  private void closeIdle(LiveEndpoint endpoint, long before) {
    ArrayDeque<BackendConnection> idle = endpoint.idle(index);
    @Nullable BackendConnection oldest = idle.peekFirst();
    while (oldest != null && oldest.idleSince() - before < 0) {
      idle.removeFirst();
      oldest.discard();
      oldest = idle.peekFirst();
    }
  }
}
