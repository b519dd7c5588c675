package dev.serin.gateway;

import dev.serin.gateway.client.Peer;
import dev.serin.gateway.client.ProxyGreeting;
import dev.serin.gateway.http1.ClientConnection;
import dev.serin.gateway.http2.Http2Clients;
import dev.serin.gateway.proxy.Lane;
import dev.serin.gateway.settings.Entrance;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.tls.Handshake;
import dev.serin.gateway.tls.ServerIdentity;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An entrance, with what a connection has to pass before its first request is read:
///
/// ```
/// accepted --> PROXY protocol's header --> limit of the client --> TLS handshake --> protocol
/// ```
final class Door {
  private final Entrance entrance;
  private final @Nullable ServerIdentity identity;
  private final Doors doors;
  private final Function<Channel, Lane> lanes;

  /// An entrance.
  ///
  /// @param identity null for clear text
  /// @param lanes the lane of a connection
  Door(
      Entrance entrance,
      @Nullable ServerIdentity identity,
      Doors doors,
      Function<Channel, Lane> lanes) {
    this.entrance = entrance;
    this.identity = identity;
    this.doors = doors;
    this.lanes = lanes;
  }

  @Nullable ServerIdentity identity() {
    return identity;
  }

  /// Counts a new connection, before the next one is taken.
  void count(Channel channel) {
    doors.crowd().enter();
    var _ = channel.closeFuture().addListener(_ -> doors.crowd().leave());
  }

  /// Prepares a new connection, on its event loop.
  void welcome(Channel channel) {
    if (entrance.proxyProtocol()) {
      ProxyGreeting.await(
          channel,
          options().timeouts().head(),
          address -> meet(channel, address),
          () -> doors.refused(Doors.Reason.PROXY_PROTOCOL));
    } else {
      meet(channel, ProxyGreeting.socketAddress(channel));
    }
  }

  private GatewayOptions options() {
    return doors.options();
  }

  private void meet(Channel channel, @Nullable InetAddress address) {
    Peer peer = new Peer(address, identity != null, doors.proxies());
    if (!doors.crowd().join(peer)) {
      doors.refused(Doors.Reason.CLIENT_LIMIT);
      var _ = channel.close();
      return;
    }
    var _ = channel.closeFuture().addListener(_ -> doors.crowd().part(peer));
    if (identity == null) {
      speak(channel, peer, Doors.HTTP_1);
    } else {
      Handshake.begin(
          channel,
          identity.handshake(channel.alloc(), options().timeouts().head(), doors.crypto()),
          protocol -> speak(channel, peer, protocol),
          () -> doors.refused(Doors.Reason.TLS));
    }
  }

  /// The client may speak: in the protocol that the handshake agreed on, or in HTTP/1.1.
  private void speak(Channel channel, Peer peer, String protocol) {
    Lane lane = lanes.apply(channel);
    if (lane.switchboard().draining()) {
      var _ = channel.close();
      return;
    }
    switch (protocol) {
      case Doors.HTTP_1 ->
          channel
              .pipeline()
              .addLast(
                  new ClientConnection(
                      lane,
                      channel,
                      peer,
                      begun -> Http2Clients.takeOver(lane, channel, peer, begun)));
      case Doors.HTTP_2 -> Http2Clients.accept(lane, channel, peer);
      default -> throw new IllegalStateException("nothing here speaks " + protocol);
    }
  }
}
