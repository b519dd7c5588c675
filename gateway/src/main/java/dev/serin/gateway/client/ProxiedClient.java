package dev.serin.gateway.client;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.FieldName;
import dev.serin.gateway.message.HeaderLines;
import dev.serin.gateway.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client that one or more trusted proxies speak for.
///
/// The chain of `X-Forwarded-For`, or else of `Forwarded`, is read from its end for as long as it
/// names trusted proxies; who comes before them is the client. What stands before the client is
/// what the client said itself: it ends here, so a backend may read the chain from either end.
/// Where the chain breaks off (`unknown`, or no address at all), the last proxy is the client.
final class ProxiedClient implements Client {
  private static final List<FieldName> KEPT =
      List.of(FieldName.X_FORWARDED_PORT, FieldName.X_FORWARDED_PREFIX);

  private final Peer peer;
  private final Deque<ForwardedElement> hops;
  private final String proto;
  private final String host;

  private ProxiedClient(Peer peer, Deque<ForwardedElement> hops, String proto, String host) {
    this.peer = peer;
    this.hops = hops;
    this.proto = proto;
    this.host = host;
  }

  static ProxiedClient of(Peer peer, RequestHead head) {
    HeaderLines lines = head.lines();
    boolean chain = lines.find(FieldName.X_FORWARDED_FOR) >= 0;
    Deque<ForwardedElement> hops =
        chain ? hops(peer, simple(lines)) : hops(peer, ForwardedElement.all(lines));
    ForwardedElement first = hops.peekFirst();
    return new ProxiedClient(
        peer,
        hops,
        choose(
            word(lines, FieldName.X_FORWARDED_PROTO),
            first == null ? null : first.proto(),
            peer.scheme()),
        choose(
            word(lines, FieldName.X_FORWARDED_HOST),
            first == null ? null : first.host(),
            head.host()));
  }

  private static Deque<ForwardedElement> simple(HeaderLines lines) {
    Deque<ForwardedElement> all = new ArrayDeque<>();
    for (int i = 0; i < lines.count(); i++) {
      if (lines.known(i) == FieldName.X_FORWARDED_FOR) {
        for (String node : lines.value(i).split(",", -1)) {
          all.addLast(new ForwardedElement(node, null, null));
        }
      }
    }
    return all;
  }

  /// The client and the trusted proxies behind it but for the peer; empty when the peer says
  /// nothing of a client.
  private static Deque<ForwardedElement> hops(Peer peer, Deque<ForwardedElement> all) {
    Deque<ForwardedElement> hops = new ArrayDeque<>();
    Iterator<ForwardedElement> fromEnd = all.descendingIterator();
    boolean trusted = true;
    while (trusted && fromEnd.hasNext()) {
      ForwardedElement element = fromEnd.next();
      InetAddress address = Nodes.address(element.node());
      trusted = address != null && peer.trusts(address);
      if (address != null) {
        hops.addFirst(element.at(NetUtil.toAddressString(address)));
      }
    }
    return hops;
  }

  /// What the nearest proxy says: the last word, since a proxy adds its own behind those before it.
  private static @Nullable String word(HeaderLines lines, FieldName name) {
    String said = null;
    for (int i = 0; i < lines.count(); i++) {
      if (lines.known(i) == name) {
        said = lines.value(i);
      }
    }
    return said == null ? null : said.substring(said.lastIndexOf(',') + 1).strip();
  }

  /// What the proxy says, if it says it in `X-Forwarded-*`; or in `Forwarded`; or what is seen.
  private static String choose(@Nullable String plain, @Nullable String element, String seen) {
    if (plain != null && ForwardedElement.harmless(plain)) {
      return plain;
    }
    return element != null && ForwardedElement.harmless(element) ? element : seen;
  }

  @Override
  public String address() {
    ForwardedElement first = hops.peekFirst();
    return first == null ? peer.address() : first.node();
  }

  @Override
  public void tell(ByteBuf out, RequestHead head) {
    StringBuilder chain = new StringBuilder("X-Forwarded-For: ");
    StringBuilder forwarded = new StringBuilder("Forwarded: ");
    boolean first = true;
    for (ForwardedElement hop : hops) {
      chain.append(hop.node()).append(", ");
      (first ? new ForwardedElement(hop.node(), host, proto) : hop).write(forwarded);
      forwarded.append(", ");
      first = false;
    }
    chain.append(peer.address());
    new ForwardedElement(peer.address(), first ? host : head.host(), first ? proto : peer.scheme())
        .write(forwarded);
    chain.append("\r\nX-Forwarded-Proto: ").append(proto).append("\r\n");
    if (!host.isEmpty()) {
      chain.append("X-Forwarded-Host: ").append(host).append("\r\n");
    }
    out.writeCharSequence(chain, StandardCharsets.US_ASCII);
    out.writeCharSequence(forwarded.append("\r\n"), StandardCharsets.US_ASCII);
    keep(out, head.lines());
  }

  private void keep(ByteBuf out, HeaderLines lines) {
    if (lines.find(FieldName.X_REAL_IP) >= 0) {
      out.writeCharSequence("X-Real-IP: " + address() + "\r\n", StandardCharsets.US_ASCII);
    }
    for (int i = 0; i < lines.count(); i++) {
      FieldName name = lines.known(i);
      if (name != null && KEPT.contains(name) && !lines.namedByConnection(i)) {
        int start = lines.nameStart(i);
        out.writeBytes(lines.bytes(), start, lines.valueEnd(i) - start);
        out.writeByte(Ascii.CR).writeByte(Ascii.LF);
      }
    }
  }
}
