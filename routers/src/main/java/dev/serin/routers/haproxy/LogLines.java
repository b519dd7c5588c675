package dev.serin.routers.haproxy;

import java.net.InetAddress;
import java.util.List;

/// The lines that send the log of a frontend to Serin too, and leave the user's own log as it is.
///
/// A frontend has one format of its log. What Serin needs goes into the structured data of RFC 5424
/// instead, which only targets in that format get.
record LogLines(Terms terms) {
  private static final String FORMAT =
      "log-format-sd [serin@32473\\ log=\\\"serin/haproxy\\ %[var(txn.serin_rollout)]"
          + "\\ %[var(txn.serin_pool)]\\ %ST\\ %Tr\\ %Ta\\ %[var(txn.serin_one_in)]\\ %ts\\ \\\"]";

  /// @param formatted true when the frontend has a format for its log already
  List<String> lines(boolean formatted) {
    String level = terms.logSample() > 1 ? "notice" : "info";
    String target = "log %s len 1024 format rfc5424 local0 %s".formatted(address(), level);
    return formatted ? List.of(target, FORMAT) : List.of("option httplog", target, FORMAT);
  }

  /// Where HAProxy reaches what Serin listens on.
  private String address() {
    InetAddress address = terms.log().getAddress();
    String known = address == null ? terms.log().getHostString() : address.getHostAddress();
    String host = address != null && address.isAnyLocalAddress() ? "127.0.0.1" : known;
    if (!host.matches("[A-Za-z0-9.:-]+")) {
      throw new IllegalArgumentException(
          "setting serin/haproxy.log must be host:port, but its host is \"" + host + "\"");
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + terms.log().getPort();
  }
}
