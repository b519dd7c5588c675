package dev.serin.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.gateway.message.Ascii;
import dev.serin.gateway.message.RequestHead;
import dev.serin.gateway.settings.TrustedProxies;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose word about a client is believed, and what backends are told.
class ClientTest {
  private static final Networks OURS = Networks.of(List.of("10.0.0.0/8", "fd00::/8"));

  private static RequestHead head(String... lines) {
    byte[] bytes = Ascii.bytes("GET / HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    RequestHead.Outcome read = RequestHead.read(bytes, 0, bytes.length);
    assertThat(read.fault()).isNull();
    return read.head();
  }

  private static Peer peer(String address, boolean tls) {
    return new Peer(NetUtil.createInetAddressFromIpAddressString(address), tls, OURS);
  }

  private static List<String> told(Peer peer, RequestHead head) {
    ByteBuf out = Unpooled.buffer();
    peer.client(head).tell(out, head);
    return out.toString(StandardCharsets.US_ASCII).lines().toList();
  }

  @Test
  void whatAStrangerSaysOfHimselfIsReplaced() {
    RequestHead head =
        head(
            "Host: shop:8080",
            "X-Forwarded-For: 1.1.1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil",
            "X-Real-IP: 1.1.1.1",
            "Forwarded: for=1.1.1.1");
    Peer stranger = peer("192.0.2.7", false);

    assertThat(stranger.client(head).address()).isEqualTo("192.0.2.7");
    assertThat(told(stranger, head))
        .containsExactly(
            "X-Forwarded-For: 192.0.2.7",
            "X-Forwarded-Proto: http",
            "Forwarded: for=192.0.2.7;proto=http;host=\"shop:8080\"",
            "X-Forwarded-Host: shop:8080");
  }

  @Test
  void anAddressOfVersion6IsQuotedWhereItMustBe() {
    assertThat(told(peer("2001:db8:0:0:0:0:0:1", true), head("Host: a")))
        .containsExactly(
            "X-Forwarded-For: 2001:db8::1",
            "X-Forwarded-Proto: https",
            "Forwarded: for=\"[2001:db8::1]\";proto=https;host=\"a\"",
            "X-Forwarded-Host: a");
  }

  @ParameterizedTest(name = "{0} is from {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.9                          | 203.0.113.9
          203.0.113.9:4711                     | 203.0.113.9
          1.1.1.1, 203.0.113.9                 | 203.0.113.9
          203.0.113.9, 10.2.2.2, fd00::1       | 203.0.113.9
          1.1.1.1,203.0.113.9 ,\t[fd00::1]:443 | 203.0.113.9
          2001:db8::1                          | 2001:db8::1
          [2001:db8::1]:80, 10.2.2.2           | 2001:db8::1
          ::ffff:203.0.113.9                   | 203.0.113.9
          10.3.3.3, 10.2.2.2                   | 10.3.3.3
          203.0.113.9, unknown, 10.2.2.2       | 10.2.2.2
          203.0.113.9, unknown                 | 10.1.1.1
          evil.example                         | 10.1.1.1
          203.0.113.9,                         | 10.1.1.1
          fe80::1%eth0                         | 10.1.1.1
          """)
  void theClientIsTheLastOneWhoIsNoTrustedProxy(String chain, String client) {
    Peer proxy = peer("10.1.1.1", false);
    assertThat(proxy.client(head("Host: a", "X-Forwarded-For: " + chain)).address())
        .isEqualTo(client);
  }

  @Test
  void severalLinesAreOneChain() {
    RequestHead head = head("Host: a", "X-Forwarded-For: 203.0.113.9", "x-forwarded-for: 10.2.2.2");
    assertThat(peer("10.1.1.1", false).client(head).address()).isEqualTo("203.0.113.9");
  }

  @Test
  void whatATrustedProxySaysGoesOnWithoutWhatItsClientSaid() {
    RequestHead head =
        head(
            "Host: inner",
            "X-Forwarded-For: 1.1.1.1, 2001:db8::9, 10.2.2.2",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: shop.example",
            "X-Forwarded-Port: 443",
            "Forwarded: for=6.6.6.6");

    assertThat(told(peer("10.1.1.1", false), head))
        .containsExactly(
            "X-Forwarded-For: 2001:db8::9, 10.2.2.2, 10.1.1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: shop.example",
            "Forwarded: for=\"[2001:db8::9]\";proto=\"https\";host=\"shop.example\", for=10.2.2.2,"
                + " for=10.1.1.1;proto=\"http\";host=\"inner\"",
            "X-Forwarded-Port: 443");
  }

  @Test
  void aProxyMaySpeakInForwardedAlone() {
    RequestHead head =
        head(
            "Host: inner",
            "Forwarded: for=6.6.6.6;host=evil, For=\"[2001:db8::9]:4711\";Proto=https;"
                + "host=\"shop.example:443\";by=_lb",
            "Forwarded: for=10.2.2.2");
    Peer proxy = peer("10.1.1.1", false);

    assertThat(proxy.client(head).address()).isEqualTo("2001:db8::9");
    assertThat(told(proxy, head))
        .containsExactly(
            "X-Forwarded-For: 2001:db8::9, 10.2.2.2, 10.1.1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: shop.example:443",
            "Forwarded: for=\"[2001:db8::9]\";proto=\"https\";host=\"shop.example:443\","
                + " for=10.2.2.2, for=10.1.1.1;proto=\"http\";host=\"inner\"");
  }

  @Test
  void aProxyThatSaysNothingOfAClientIsOne() {
    assertThat(told(peer("10.1.1.1", true), head("Host: a")))
        .containsExactly(
            "X-Forwarded-For: 10.1.1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: a",
            "Forwarded: for=10.1.1.1;proto=\"https\";host=\"a\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=\"203.0.113.9",
        "for=203.0.113.9;;;=",
        "for =203.0.113.9",
        "for=203.0.113.9 for=1.1.1.1",
        "for=\"203.0.113.9\"x",
        "\"for=203.0.113.9\""
      })
  void aMalformedForwardedSaysNothing(String value) {
    RequestHead head = head("Host: a", "Forwarded: " + value);
    assertThat(peer("10.1.1.1", false).client(head).address()).isEqualTo("10.1.1.1");
  }

  @Test
  void quotesHideWhatLooksLikeAnotherElement() {
    RequestHead head =
        head("Host: a", "Forwarded: for=203.0.113.9;ext=\"\\\", for=6.6.6.6, for=7.7.7.7\"");
    assertThat(peer("10.1.1.1", false).client(head).address()).isEqualTo("203.0.113.9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a b", "a\\b", "", "a,b;c=\"d"})
  void aHostThatNoneHasIsNotPassedOn(String host) {
    RequestHead head =
        head("Host: inner", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-Host: \"" + host);
    assertThat(told(peer("10.1.1.1", false), head)).contains("X-Forwarded-Host: inner");
  }

  @Test
  void aPeerWithoutAnAddressIsNobody() {
    Peer nobody = new Peer(null, false, OURS);
    assertThat(nobody.address()).isEqualTo("unknown");
    assertThat(nobody.trusted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.9.9.9/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 2001:db8::1, true",
    "::1, ::1, true",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "127.0.0.0/31, 127.0.0.1, true"
  })
  void networksHaveTheirAddresses(String network, String address, boolean inside) {
    assertThat(
            Networks.of(List.of(network))
                .contains(NetUtil.createInetAddressFromIpAddressString(address)))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/-1", "10.0.0.0/", ""})
  void whatIsNoNetworkIsNamed(String network) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrustedProxies(List.of("10.0.0.0/8", network)))
        .withMessageContaining("\"" + network + "\"");
  }
}
