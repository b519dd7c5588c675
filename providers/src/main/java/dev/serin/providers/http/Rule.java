package dev.serin.providers.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One line of what is excluded or allowed.
///
/// @param text as it was written
/// @param block null for a rule by name
/// @param name without a dot at its end; begins with `*.` for all names below one, and is `*` for
///     every host
/// @param port 0 for all
record Rule(String text, @Nullable Block block, String name, int port) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?:\\[([^\\]]+)]|((?:[0-9A-Fa-f.]*:){2,}[0-9A-Fa-f.]*(?:/\\d+)?|[^:]*))(?::(\\d{1,5}))?");
  private static final Pattern ADDRESS =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");
  private static final Pattern NAME =
      Pattern.compile("\\*|(?:\\*\\.)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?");

  /// Addresses that begin with the same bits.
  ///
  /// @param bits how many of the address count
  record Block(InetAddress address, int bits) {
    boolean holds(InetAddress other) {
      byte[] ours = address.getAddress();
      byte[] theirs = other.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      int mask = 0xff00 >> rest & 0xff;
      return Arrays.equals(ours, 0, whole, theirs, 0, whole)
          && (rest == 0 || (ours[whole] & mask) == (theirs[whole] & mask));
    }
  }

  /// Reads a rule.
  ///
  /// @throws IllegalArgumentException when it is none
  static Rule parse(String text) {
    Matcher shape = SHAPE.matcher(text.strip());
    if (!shape.matches() || text.isBlank()) {
      throw wrong(text);
    }
    String host = shape.group(1) == null ? shape.group(2) : shape.group(1);
    int port = shape.group(3) == null ? 0 : Integer.parseInt(shape.group(3));
    if (port > 65_535 || (shape.group(3) != null && port == 0)) {
      throw wrong(text);
    }
    if (host.isEmpty()) {
      return new Rule(text.strip(), null, "*", port);
    }
    Matcher address = ADDRESS.matcher(host);
    if (address.matches()) {
      return new Rule(text.strip(), block(text, address), "", port);
    }
    if (!NAME.matcher(host).matches()) {
      throw wrong(text);
    }
    return new Rule(text.strip(), null, plain(host), port);
  }

  private static Block block(String text, Matcher shape) {
    try {
      InetAddress address = InetAddress.ofLiteral(shape.group(1));
      int most = address.getAddress().length * 8;
      int bits = shape.group(2) == null ? most : Integer.parseInt(shape.group(2));
      if (bits <= most) {
        return new Block(address, bits);
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw wrong(text);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "\"%s\" is no rule for addresses: give a block such as 10.0.0.0/8 or fd00::/8, an address, a host or *.DOMAIN, each also with :PORT from 1 to 65535 ([fd00::1]:80), or :PORT alone"
            .formatted(text));
  }

  private static String plain(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return bare.toLowerCase(Locale.ROOT);
  }

  /// True when the rule is about a host at one of its addresses.
  ///
  /// @param meant what [#meant] made of the address
  boolean matches(String host, List<InetAddress> meant, int toPort) {
    return (port == 0 || port == toPort)
        && (block == null ? named(plain(host)) : meant.stream().anyMatch(block::holds));
  }

  private boolean named(String host) {
    return name.equals("*")
        || name.equals(host)
        || (name.startsWith("*.") && host.endsWith(name.substring(1)));
  }

  /// An address, and the IPv4 address that traffic to it ends at, where it only wraps one:
  /// `::a.b.c.d` (RFC 4291), 6to4 (RFC 3056), NAT64 (RFC 6052). Java unwraps `::ffff:a.b.c.d`.
  static List<InetAddress> meant(InetAddress address) {
    if (!(address instanceof Inet6Address six)) {
      return List.of(address);
    }
    byte[] bytes = address.getAddress();
    int at = -1;
    if (six.isIPv4CompatibleAddress() || begins(bytes, 0, 0x64, 0xff, 0x9b)) {
      at = 12;
    } else if (begins(bytes, 0x20, 0x02)) {
      at = 2;
    }
    return at < 0 ? List.of(address) : List.of(address, wrapped(bytes, at));
  }

  private static boolean begins(byte[] bytes, int... with) {
    for (int index = 0; index < with.length; index++) {
      if ((bytes[index] & 0xff) != with[index]) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress wrapped(byte[] bytes, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are always an address", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
