package dev.serin.gateway;

import dev.serin.gateway.client.Networks;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.tls.ServerIdentity;
import dev.serin.gateway.transport.Listener;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All entrances of a gateway. They take connections once the first routing is there, and for as
/// long as there are not too many; what comes besides waits in the backlog of the kernel.
final class Doors {
  /// As clients and servers name it in a handshake.
  static final String HTTP_1 = "http/1.1";

  /// The same for HTTP/2.
  static final String HTTP_2 = "h2";

  private static final System.Logger LOG = System.getLogger(Doors.class.getName());

  /// Why a connection was closed before its first request.
  enum Reason {
    /// Its client has too many.
    CLIENT_LIMIT,
    /// It did not begin with the header of the PROXY protocol.
    PROXY_PROTOCOL,
    /// Its handshake failed, or took too long.
    TLS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final GatewayOptions options;
  private final Networks proxies;
  private final Executor crypto;
  private final Crowd crowd;
  private final Map<Reason, LongAdder> refusals = new ConcurrentHashMap<>();
  private final List<Open> open = new ArrayList<>();
  private boolean letIn;

  /// A door that listens.
  private record Open(Door door, Listener.Outcome.Open listener) {
    String where() {
      return listener.address().getHostString() + ":" + listener.address().getPort();
    }
  }

  /// Closed doors.
  ///
  /// @param crypto computes what handshakes need
  Doors(GatewayOptions options, Executor crypto) {
    this.options = options;
    this.proxies = Networks.of(options.trusted().networks());
    this.crypto = crypto;
    this.crowd = new Crowd(options.limits(), this::turn);
  }

  /// Listens at all entrances. Clients wait for [#letIn].
  ///
  /// @return why that is not possible; empty when they listen
  Optional<String> open(Listener listener, Function<Channel, Lane> lanes) {
    for (Entrance entrance : options.entrances()) {
      Optional<String> refusal = open(listener, lanes, entrance);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private Optional<String> open(
      Listener listener, Function<Channel, Lane> lanes, Entrance entrance) {
    ServerIdentity identity = null;
    if (entrance.tls() != null) {
      switch (ServerIdentity.open(entrance.tls(), List.of(HTTP_2, HTTP_1))) {
        case ServerIdentity.Opened.Ready ready -> identity = ready.identity();
        case ServerIdentity.Opened.Refused refused -> {
          return Optional.of(refused.why());
        }
      }
    }
    Door door = new Door(entrance, identity, this, lanes);
    return switch (listener.open(entrance.address(), door::welcome, door::count)) {
      case Listener.Outcome.Open opened -> {
        synchronized (this) {
          open.add(new Open(door, opened));
        }
        yield Optional.empty();
      }
      case Listener.Outcome.Refused refused -> Optional.of(refused.why());
    };
  }

  GatewayOptions options() {
    return options;
  }

  Networks proxies() {
    return proxies;
  }

  Executor crypto() {
    return crypto;
  }

  Crowd crowd() {
    return crowd;
  }

  void refused(Reason reason) {
    refusals.computeIfAbsent(reason, _ -> new LongAdder()).increment();
  }

  long refusals(Reason reason) {
    LongAdder counted = refusals.get(reason);
    return counted == null ? 0 : counted.sum();
  }

  /// Where clients come in, in the order of the options; none before they are open.
  synchronized List<InetSocketAddress> addresses() {
    return open.stream().map(one -> one.listener().address()).toList();
  }

  /// The identity of an entrance.
  ///
  /// @param where its address and port
  record Shown(String where, ServerIdentity identity) {}

  /// The identities of the entrances that have one.
  synchronized List<Shown> identities() {
    List<Shown> shown = new ArrayList<>();
    for (Open one : open) {
      @Nullable ServerIdentity identity = one.door().identity();
      if (identity != null) {
        shown.add(new Shown(one.where(), identity));
      }
    }
    return shown;
  }

  /// Takes connections from now on.
  synchronized void letIn() {
    letIn = true;
    turn();
  }

  private synchronized void turn() {
    boolean wanted = letIn && !crowd.full();
    open.forEach(one -> one.listener().channel().config().setAutoRead(wanted));
  }

  /// Looks whether the files of an identity changed.
  void look() {
    for (Shown shown : identities()) {
      try {
        shown.identity().look();
      } catch (RuntimeException unexpected) {
        // One strange file must not end the looks for good.
        LOG.log(System.Logger.Level.WARNING, "the identity of " + shown.where(), unexpected);
      }
    }
  }

  /// Takes no more connections.
  void close() {
    List<Open> closing;
    synchronized (this) {
      letIn = false;
      closing = List.copyOf(open);
    }
    // Not under the lock: the event loop that closes a listener may be waiting for it.
    closing.forEach(one -> one.listener().channel().close().awaitUninterruptibly());
  }
}
