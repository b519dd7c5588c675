package dev.serin.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes before the first request from behind a load balancer.
class ProxyGreetingTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private final List<String> events = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  ProxyGreetingTest() {
    channel.freezeTime();
    ProxyGreeting.await(
        channel,
        Duration.ofSeconds(10),
        address -> {
          events.add(address == null ? "nobody" : address.getHostAddress());
          channel.pipeline().addLast(new Reader());
        },
        () -> events.add("refused"));
  }

  private final class Reader extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      events.add(bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }
  }

  private void send(byte[] bytes, int pieces) {
    int step = Math.max(1, bytes.length / pieces);
    for (int at = 0; at < bytes.length && channel.isOpen(); at += step) {
      int length = Math.min(step, bytes.length - at);
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 192.0.2.7 10.0.0.1 4711 80, 192.0.2.7",
    "PROXY TCP6 2001:db8::7 ::1 4711 80, 2001:db8:0:0:0:0:0:7",
    "PROXY UNKNOWN, nobody",
    "PROXY UNKNOWN ff:: ff:: 1 2, nobody"
  })
  void version1NamesTheClient(String line, String address) {
    send((line + "\r\nGET /").getBytes(StandardCharsets.US_ASCII), 1);
    assertThat(events).containsExactly(address, "GET /");
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @CsvSource({
    "21 11 000c c0000207 0a000001 1267 0050, 192.0.2.7",
    "21 11 0010 c0000207 0a000001 1267 0050 040001 00, 192.0.2.7",
    "20 00 0000, nobody",
    "20 11 000c c0000207 0a000001 1267 0050, nobody",
    "21 00 0000, nobody",
    "21 21 0024 20010db8000000000000000000000007 00000000000000000000000000000001 1267 0050, 2001:db8:0:0:0:0:0:7"
  })
  void version2NamesTheClientToo(String hex, String address) {
    byte[] header = HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", ""));
    send(header, header.length);
    send("GET /".getBytes(StandardCharsets.US_ASCII), 1);
    assertThat(events).containsExactly(address, "GET /");
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "PROXY TCP4 192.0.2.7 10.0.0.1 4711\r\n",
        "PROXY TCP4 localhost 10.0.0.1 4711 80\r\n",
        "PROXY TCP4 192.0.2.7 10.0.0.1 4711 99999\r\n",
        "PROXY TCP4 2001:db8::7 ::1 4711 80\r\n",
        "PROXY  TCP4 192.0.2.7 10.0.0.1 4711 80\r\n"
      })
  void aConnectionWithoutAProperHeaderIsClosed(String text) {
    send(text.getBytes(StandardCharsets.US_ASCII), 1);
    assertThat(events).containsExactly("refused");
    assertThat(channel.isOpen()).isFalse();
    channel.finishAndReleaseAll();
  }

  @Test
  void aLineWithoutAnEndIsNotReadForEver() {
    send("PROXY TCP4 ".concat("1".repeat(200)).getBytes(StandardCharsets.US_ASCII), 10);
    assertThat(events).containsExactly("refused");
    channel.finishAndReleaseAll();
  }

  @Test
  void whoSaysNothingIsClosedAfterAWhile() {
    channel.advanceTimeBy(9, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(events).containsExactly("refused");
    assertThat(channel.isOpen()).isFalse();
    channel.finishAndReleaseAll();
  }

  @Test
  void aLookWhetherThePortIsOpenIsNoRefusal() {
    var _ = channel.close();
    channel.advanceTimeBy(1, TimeUnit.MINUTES);
    channel.runScheduledPendingTasks();
    assertThat(events).isEmpty();
    channel.finishAndReleaseAll();
  }
}
