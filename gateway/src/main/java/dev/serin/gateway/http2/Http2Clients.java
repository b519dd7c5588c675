package dev.serin.gateway.http2;

import dev.serin.gateway.client.Peer;
import dev.serin.gateway.proxy.Lane;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// Where clients that speak HTTP/2 are let in.
public final class Http2Clients {
  private Http2Clients() {}

  /// Serves a connection on which HTTP/2 was agreed, with nothing read from it yet.
  public static void accept(Lane lane, Channel channel, Peer peer) {
    channel.pipeline().addLast(new Linger(), new ClientLink(lane, channel, peer).frames());
  }

  /// Serves a connection whose client began to speak HTTP/2 unasked.
  ///
  /// @param begun what it has sent until now; to be released by this
  public static void takeOver(Lane lane, Channel channel, Peer peer, ByteBuf begun) {
    accept(lane, channel, peer);
    // Not from the pipeline's start: TLS would take it for what it has to decrypt.
    channel.pipeline().context(Linger.class).fireChannelRead(begun);
  }
}
