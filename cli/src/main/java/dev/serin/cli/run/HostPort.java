package dev.serin.cli.run;

import dev.serin.cli.console.Refusal;
import java.net.InetSocketAddress;

/// Addresses as people write them.
final class HostPort {
  private HostPort() {}

  /// The address `host:port`, `[ipv6]:port` or `:port` (any host).
  ///
  /// @param option which option it was given to, for messages
  /// @throws Refusal when it is none
  static InetSocketAddress parse(String option, String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
    String port = text.substring(colon + 1);
    if (colon < 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new Refusal(
          option + " '" + text + "' is no address; write host:port, such as 127.0.0.1:8080");
    }
    InetSocketAddress address =
        host.isEmpty()
            ? new InetSocketAddress(Integer.parseInt(port))
            : new InetSocketAddress(host, Integer.parseInt(port));
    if (address.isUnresolved()) {
      throw new Refusal(option + " '" + text + "': no host is called '" + host + "'");
    }
    return address;
  }

  /// The URL of an address on this machine.
  static String url(InetSocketAddress address) {
    boolean any = address.getAddress() != null && address.getAddress().isAnyLocalAddress();
    String host = any ? "127.0.0.1" : address.getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
