package dev.serin.gateway.client;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// Networks of addresses, to look one up in.
public final class Networks {
  private static final int BITS_OF_4 = 32;
  private static final int BITS_OF_6 = 128;

  private final List<IpSubnetFilterRule> rules;

  private Networks(List<IpSubnetFilterRule> rules) {
    this.rules = rules;
  }

  /// Reads networks in CIDR notation, such as `10.0.0.0/8` or `::1/128`; an address alone is a
  /// network of one. No name is looked up.
  ///
  /// @throws IllegalArgumentException when one is none
  public static Networks of(List<String> networks) {
    return new Networks(networks.stream().map(Networks::rule).toList());
  }

  private static IpSubnetFilterRule rule(String network) {
    int slash = network.indexOf('/');
    InetAddress address =
        NetUtil.createInetAddressFromIpAddressString(
            slash < 0 ? network : network.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException(
          "a network must be an address and its bits, such as 10.0.0.0/8 or fd00::/8, but is \""
              + network
              + "\"");
    }
    int most = address.getAddress().length == 4 ? BITS_OF_4 : BITS_OF_6;
    int bits = slash < 0 ? most : bits(network.substring(slash + 1));
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "the bits of network \"%s\" must be 0 to %d".formatted(network, most));
    }
    return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
  }

  private static int bits(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
  }

  /// True when one of them has the address.
  public boolean contains(InetAddress address) {
    if (rules.isEmpty()) {
      return false;
    }
    InetSocketAddress asked = new InetSocketAddress(address, 0);
    for (IpSubnetFilterRule rule : rules) {
      if (rule.matches(asked)) {
        return true;
      }
    }
    return false;
  }
}
