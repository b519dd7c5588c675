package dev.serin.gateway;

import dev.serin.core.engine.Backend;
import dev.serin.gateway.accesslog.Journal;
import dev.serin.gateway.http1.Http1Pool;
import dev.serin.gateway.http2.Http2Pool;
import dev.serin.gateway.pool.HealthChecker;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.proxy.Switchboard;
import dev.serin.gateway.settings.AccessLog;
import dev.serin.gateway.transport.Listener;
import dev.serin.gateway.transport.Transport;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The threads and sockets of a gateway: event loops for traffic, and one more for health checks,
/// the admin pages and the clock of the signals, so that these never delay a request.
final class Machine {
  private static final int ADMIN_BODY = 64 * 1024;
  private static final int ADMIN_SECONDS = 120;
  private static final int LAST_PORT = 65_535;

  private final Switchboard switchboard;
  private final Transport transport;
  private final MultiThreadIoEventLoopGroup traffic;
  private final MultiThreadIoEventLoopGroup control;
  private final Map<EventLoop, Lane> lanes = new HashMap<>();
  private final HealthChecker checker;
  private final ExecutorService crypto;
  private final Doors doors;
  private @Nullable Journal journal;
  private Listener.Outcome.@Nullable Open admin;

  Machine(Switchboard switchboard, Transport transport) {
    this.switchboard = switchboard;
    this.transport = transport;
    this.traffic = threads("serin-gateway", switchboard.options().eventLoops());
    this.control = threads("serin-gateway-control", 1);
    for (EventExecutor executor : traffic) {
      EventLoop loop = (EventLoop) executor;
      Lane lane = new Lane(lanes.size(), loop, switchboard);
      lane.use(Backend.Protocol.HTTP_1, new Http1Pool(lane, transport));
      lane.use(Backend.Protocol.HTTP_2, new Http2Pool(lane, transport));
      lanes.put(loop, lane);
    }
    this.crypto =
        Executors.newFixedThreadPool(
            switchboard.options().eventLoops(),
            new DefaultThreadFactory("serin-gateway-crypto", true));
    this.doors = new Doors(switchboard.options(), crypto);
    this.checker = new HealthChecker(control.next(), transport);
  }

  private MultiThreadIoEventLoopGroup threads(String name, int count) {
    return new MultiThreadIoEventLoopGroup(
        count, new DefaultThreadFactory(name, true), transport.io());
  }

  /// Opens all listeners. Clients wait for [Doors#letIn].
  ///
  /// @return why that is not possible; empty when they listen
  Optional<String> open(AdminHandler handler) {
    Optional<String> refusal = openJournal();
    if (refusal.isPresent()) {
      return refusal;
    }
    refusal = doors.open(new Listener(traffic, transport, true, false), this::lane);
    if (refusal.isPresent()) {
      return refusal;
    }
    Listener.Outcome second = openAdmin(doors.addresses().getFirst().getPort(), handler);
    if (second instanceof Listener.Outcome.Refused refused) {
      return Optional.of("for /metrics: " + refused.why());
    }
    admin = (Listener.Outcome.Open) second;
    return Optional.empty();
  }

  private Optional<String> openJournal() {
    AccessLog settings = switchboard.options().accessLog();
    if (settings == null) {
      return Optional.empty();
    }
    return switch (Journal.open(settings, lanes.size())) {
      case Journal.Opened.Ready ready -> {
        journal = ready.journal();
        lanes.values().forEach(lane -> lane.use(ready.journal()));
        yield Optional.empty();
      }
      case Journal.Opened.Refused refused -> Optional.of(refused.why());
    };
  }

  /// The access log; null when there is none.
  @Nullable Journal journal() {
    return journal;
  }

  Doors doors() {
    return doors;
  }

  private Listener.Outcome openAdmin(int mainPort, AdminHandler handler) {
    Listener listener = new Listener(control, transport, false, true);
    InetSocketAddress asked = switchboard.options().admin();
    if (asked != null) {
      return listener.open(asked, channel -> admit(channel, handler));
    }
    int next = mainPort < LAST_PORT ? mainPort + 1 : 0;
    Listener.Outcome opened = listener.open(loopback(next), channel -> admit(channel, handler));
    return opened instanceof Listener.Outcome.Open
        ? opened
        : listener.open(loopback(0), channel -> admit(channel, handler));
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private Lane lane(Channel channel) {
    Lane lane = lanes.get(channel.eventLoop());
    if (lane == null) {
      throw new IllegalStateException("a connection outside the gateway's event loops");
    }
    return lane;
  }

  private static void admit(Channel channel, AdminHandler handler) {
    channel
        .pipeline()
        .addLast(new ReadTimeoutHandler(ADMIN_SECONDS))
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(ADMIN_BODY))
        .addLast(handler);
  }

  /// Begins to check health, to look after timeouts and to count seconds.
  ///
  /// @param second is run once a second
  void start(Runnable second) {
    lanes.values().forEach(Lane::start);
    var _ = control.next().scheduleAtFixedRate(second, 1, 1, TimeUnit.SECONDS);
    var _ = control.next().scheduleWithFixedDelay(doors::look, 1, 1, TimeUnit.SECONDS);
  }

  /// The checks of endpoints that are in use.
  HealthChecker checker() {
    return checker;
  }

  InetSocketAddress adminAddress() {
    if (admin == null) {
      throw new IllegalStateException("the gateway does not listen");
    }
    return admin.address();
  }

  /// Takes no more connections, and waits for requests in flight until the deadline.
  void drain() {
    doors.close();
    long deadline = System.nanoTime() + switchboard.options().timeouts().drain().toNanos();
    List<Future<Boolean>> emptied = new ArrayList<>();
    lanes.values().forEach(lane -> emptied.add(lane.drain()));
    for (Future<Boolean> lane : emptied) {
      lane.awaitUninterruptibly(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  /// Ends all connections and threads.
  void stop() {
    Future<?> first = traffic.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    Future<?> second = control.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    first.awaitUninterruptibly();
    second.awaitUninterruptibly();
    crypto.shutdownNow();
    if (journal != null) {
      journal.close();
    }
  }
}
