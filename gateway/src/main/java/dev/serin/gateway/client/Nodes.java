package dev.serin.gateway.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Addresses as headers write them: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`.
final class Nodes {
  private static final int LONGEST = 64;

  private Nodes() {}

  /// The address, without its port; null when it is none, such as `unknown` or `_hidden`.
  static @Nullable InetAddress address(String node) {
    String bare = node.strip();
    if (bare.length() > LONGEST) {
      return null;
    }
    if (bare.startsWith("[")) {
      int end = bare.indexOf(']');
      return end > 0 && port(bare.substring(end + 1)) ? parse(bare.substring(1, end)) : null;
    }
    int colon = bare.indexOf(':');
    boolean withPort = colon > 0 && bare.indexOf(':', colon + 1) < 0;
    if (withPort) {
      return port(bare.substring(colon)) ? parse(bare.substring(0, colon)) : null;
    }
    return parse(bare);
  }

  private static boolean port(String behind) {
    return behind.isEmpty() || behind.matches(":[0-9]{1,5}");
  }

  private static @Nullable InetAddress parse(String text) {
    return text.indexOf('%') >= 0 ? null : NetUtil.createInetAddressFromIpAddressString(text);
  }

  /// The address as the value of `for` in `Forwarded`.
  static String quoted(String address) {
    return address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
  }
}
