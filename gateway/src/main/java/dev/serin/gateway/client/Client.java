package dev.serin.gateway.client;

import dev.serin.gateway.message.RequestHead;
import io.netty.buffer.ByteBuf;

/// Who sent a request.
public sealed interface Client permits Peer, ProxiedClient {
  /// The client's address without its port, or `unknown`.
  String address();

  /// Writes the header lines that tell a backend of the client: `X-Forwarded-For`, `-Proto` and
  /// `-Host`, and `Forwarded` (RFC 7239).
  void tell(ByteBuf out, RequestHead head);
}
