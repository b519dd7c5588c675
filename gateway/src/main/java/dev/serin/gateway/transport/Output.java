package dev.serin.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/// The sending half of a connection.
public final class Output {
  private Output() {}

  /// Sends no more, behind what has left; but still receives. Through TLS a `close_notify` goes
  /// first: without it what was sent looks cut off.
  public static void end(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    ChannelFuture said = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
    var _ =
        said.addListener(
            _ -> {
              if (channel instanceof DuplexChannel duplex) {
                var _ = duplex.shutdownOutput();
              }
            });
  }
}
