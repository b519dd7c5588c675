package dev.serin.gateway.client;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The other end of a client's connection: the client, or a trusted proxy in front of it.
///
/// What it says of itself is believed only when it is a trusted proxy; else backends are told what
/// the gateway knows, and nothing besides. That is the same for each request of a connection but
/// for the host, so the bytes are made once.
public final class Peer implements Client {
  private static final byte[] HOST = Ascii.bytes(";host=\"");
  private static final byte[] FORWARDED_HOST = Ascii.bytes("\"\r\nX-Forwarded-Host: ");

  private static final int NETWORK_BYTES = 8;

  private final String address;
  private final String network;
  private final String scheme;
  private final Networks proxies;
  private final boolean trusted;
  private final byte[] told;

  /// A peer.
  ///
  /// @param address null when it is not known
  /// @param tls whether it came by TLS
  /// @param proxies whose word about a client is believed
  public Peer(@Nullable InetAddress address, boolean tls, Networks proxies) {
    this.address = address == null ? "unknown" : NetUtil.toAddressString(address);
    this.network = network(address, this.address);
    this.scheme = tls ? "https" : "http";
    this.proxies = proxies;
    this.trusted = address != null && proxies.contains(address);
    this.told =
        Ascii.bytes(
            "X-Forwarded-For: %s\r\nX-Forwarded-Proto: %s\r\nForwarded: for=%s;proto=%s"
                .formatted(this.address, scheme, Nodes.quoted(this.address), scheme));
  }

  private static String network(@Nullable InetAddress address, String text) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
        : text;
  }

  /// Who sent this request: the peer itself, or whom it speaks for.
  public Client client(RequestHead head) {
    return trusted ? ProxiedClient.of(this, head) : this;
  }

  @Override
  public String address() {
    return address;
  }

  /// What stands for it when the connections of one client are counted: the address, of which in
  /// IPv6 the first 64 bits count, since one household has all that begin so.
  public String network() {
    return network;
  }

  /// True when its word about a client is believed.
  public boolean trusted() {
    return trusted;
  }

  String scheme() {
    return scheme;
  }

  boolean trusts(InetAddress other) {
    return proxies.contains(other);
  }

  @Override
  public void tell(ByteBuf out, RequestHead head) {
    out.writeBytes(told);
    HeaderLines lines = head.lines();
    int host = lines.find(FieldName.HOST);
    if (host >= 0) {
      int from = lines.valueStart(host);
      int length = lines.valueEnd(host) - from;
      // What a Host may hold needs no escape between quotes.
      out.writeBytes(HOST).writeBytes(lines.bytes(), from, length);
      out.writeBytes(FORWARDED_HOST).writeBytes(lines.bytes(), from, length);
    }
    out.writeByte(Ascii.CR).writeByte(Ascii.LF);
  }
}
