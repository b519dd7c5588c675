package dev.serin.server.site;

import dev.serin.gateway.settings.Entrance;
import dev.serin.server.Refusal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/// Addresses as people write them.
public final class HostPort {
  private HostPort() {}

  /// The address `host:port`, `[ipv6]:port` or `:port` (any host).
  ///
  /// @param option which option it was given to, for messages
  /// @throws Refusal when it is none
  public static InetSocketAddress parse(String option, String text) {
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

  /// Checks the URL of a server that is asked for something; it may have a path.
  ///
  /// @param option which option it was given to, for messages
  /// @throws Refusal when it is none, or holds a password, which would be kept with the run
  public static void refuseNoWebServer(String option, String text) {
    URI uri = null;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      // The message below says what is right.
    }
    if (uri != null && uri.getRawUserInfo() != null) {
      throw new Refusal(
          option
              + " must hold no user and password, since it is kept in the state folder; say"
              + " authentication.basicAuth in the metric, with a secret");
    }
    boolean web =
        uri != null
            && uri.getHost() != null
            && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    if (!web) {
      throw new Refusal(
          option + " '" + text + "' is no server; write http://host:port or https://host:port");
    }
  }

  /// The URL of an address on this machine, where users come in.
  public static String url(InetSocketAddress address, Entrance entrance) {
    return entrance.tls() == null ? url(address) : url(address).replaceFirst("http", "https");
  }

  /// The URL of an address on this machine.
  public static String url(InetSocketAddress address) {
    boolean any = address.getAddress() != null && address.getAddress().isAnyLocalAddress();
    String host = any ? "127.0.0.1" : address.getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
