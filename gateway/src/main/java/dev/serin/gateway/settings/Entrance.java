package dev.serin.gateway.settings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A place where clients come in.
///
/// @param address port 0 takes any that is free
/// @param tls null for clear text
/// @param proxyProtocol true where a load balancer in front begins each connection with the
///     client's address (PROXY protocol, version 1 or 2); a connection without it is refused
public record Entrance(InetSocketAddress address, @Nullable Tls tls, boolean proxyProtocol) {
  /// Clear text, with nothing in front of the messages.
  public static Entrance clear(InetSocketAddress address) {
    return new Entrance(address, null, false);
  }

  /// The files of a server's identity, in PEM. They are read again when they change.
  ///
  /// @param certificate with its chain, the server's own first
  /// @param key PKCS 8, without a password
  public record Tls(Path certificate, Path key) {}
}
