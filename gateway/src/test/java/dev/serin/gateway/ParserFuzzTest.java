package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Messages that were changed at random, for the parsers alone.
///
/// `-Dserin.fuzz.runs` says how many, `-Dserin.fuzz.seed` which; a failure names its seed.
class ParserFuzzTest {
  private static final int RUNS = Integer.getInteger("serin.fuzz.runs", 10_000);
  private static final long SEED = Long.getLong("serin.fuzz.seed", System.nanoTime());

  private static List<byte[]> seeds(String file) {
    return Corpus.of(file)
        .map(Corpus.Case::bytes)
        .filter(bytes -> bytes.length > 0 && bytes.length < 1000)
        .toList();
  }

  /// A message as another parser understands it.
  private record Other(String start, List<String> headers, String body, boolean whole) {}

  private void each(String file, java.util.function.BiConsumer<Mutation, byte[]> check) {
    List<byte[]> seeds = seeds(file);
    for (long run = 0; run < RUNS; run++) {
      Mutation mutation = new Mutation(new SplittableRandom(SEED + run), seeds);
      byte[] bytes = mutation.next();
      try {
        check.accept(mutation, bytes);
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "with -Dserin.fuzz.runs=1 -Dserin.fuzz.seed=%d: %s".formatted(SEED + run, show(bytes)),
            failure);
      }
    }
  }

  private static String show(byte[] bytes) {
    return Corpus.shown(bytes);
  }

  @Test
  void requestsAreUnderstoodTheSameHoweverTheyComeApart() {
    int[] accepted = new int[1];
    each(
        "requests.txt",
        (mutation, bytes) -> {
          Understanding whole = Understanding.ofRequests(List.of(bytes));
          Understanding apart = Understanding.ofRequests(mutation.parts(bytes));
          assertThat(apart.inWords()).isEqualTo(whole.inWords());
          accepted[0] += whole.messages().isEmpty() ? 0 : 1;
        });
    assertThat(accepted[0]).as("seed %d", SEED).isGreaterThanOrEqualTo(RUNS / 10);
  }

  @Test
  void responsesAreUnderstoodTheSameHoweverTheyComeApart() {
    each(
        "responses.txt",
        (mutation, bytes) -> {
          Understanding whole = Understanding.ofResponses(List.of(bytes));
          Understanding apart = Understanding.ofResponses(mutation.parts(bytes));
          assertThat(apart.inWords()).isEqualTo(whole.inWords());
        });
  }

  @Test
  void anotherParserUnderstandsTheSameRequests() {
    each(
        "requests.txt",
        (_, bytes) -> {
          Understanding own = Understanding.ofRequests(List.of(bytes));
          expectSame(own.messages(), requests(bytes), ParserFuzzTest::originForm);
        });
  }

  @Test
  void aBackendUnderstandsWhatTheGatewayUnderstood() {
    each(
        "requests.txt",
        (_, bytes) -> {
          Understanding own = Understanding.ofRequests(List.of(bytes));
          List<Other> backend = requests(own.sent());
          assertThat(backend).hasSameSizeAs(own.messages());
          for (int i = 0; i < backend.size(); i++) {
            assertThat(backend.get(i).start()).isEqualTo(own.messages().get(i).start());
            assertThat(backend.get(i).whole()).isEqualTo(own.messages().get(i).whole());
            assertThat(own.messages().get(i).data()).startsWith(backend.get(i).body());
          }
        });
  }

  @Test
  void anotherParserUnderstandsTheSameResponses() {
    each(
        "responses.txt",
        (_, bytes) -> {
          Understanding own = Understanding.ofResponses(List.of(bytes));
          expectSame(own.messages(), responses(bytes), Function.identity());
        });
  }

  private static void expectSame(
      List<Understanding.Message> own, List<Other> others, Function<String, String> form) {
    assertThat(others).hasSizeGreaterThanOrEqualTo(own.size());
    for (int i = 0; i < own.size(); i++) {
      Understanding.Message message = own.get(i);
      Other other = others.get(i);
      assertThat(form.apply(other.start())).isEqualTo(message.start());
      assertThat(shown(other.start(), other.headers()))
          .isEqualTo(shown(message.start(), message.headers()));
      if (message.whole() && !message.start().equals("101")) {
        assertThat(other.whole()).isTrue();
        assertThat(other.body()).isEqualTo(message.data());
      }
    }
  }

  /// The headers without a framing that a status never has, which the other parser may hide.
  private static List<String> shown(String start, List<String> headers) {
    boolean bodyless = start.matches("1..|204|304");
    return headers.stream()
        .filter(header -> !(bodyless && header.startsWith("transfer-encoding:")))
        .toList();
  }

  /// The path of a target that may be absolute.
  private static String originForm(String start) {
    String path = start.replaceFirst("(?i)^(\\S+ )https?://[^/?]*", "$1");
    if (path.equals("OPTIONS ") && !start.equals(path)) {
      return "OPTIONS *";
    }
    return path.replaceFirst("^(\\S+ )(\\?.*)?$", "$1/$2");
  }

  private static HttpDecoderConfig strict() {
    return new HttpDecoderConfig()
        .setStrictLineParsing(true)
        .setUseRfc9112TransferEncoding(true)
        .setMaxInitialLineLength(10_000)
        .setMaxHeaderSize(100_000);
  }

  private static List<Other> requests(byte[] bytes) {
    return decoded(
        new HttpRequestDecoder(strict()),
        bytes,
        message -> ((HttpRequest) message).method().name() + " " + ((HttpRequest) message).uri());
  }

  private static List<Other> responses(byte[] bytes) {
    return decoded(
        new HttpResponseDecoder(strict()),
        bytes,
        message -> Integer.toString(((HttpResponse) message).status().code()));
  }

  private static List<Other> decoded(
      ChannelHandler decoder, byte[] bytes, Function<HttpMessage, String> start) {
    List<Other> all = new ArrayList<>();
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    // Behind a change of the protocol come bytes.
    while (channel.readInbound() instanceof HttpObject part && part.decoderResult().isSuccess()) {
      if (part instanceof HttpMessage message) {
        all.add(new Other(start.apply(message), headers(message), "", false));
      }
      if (part instanceof HttpContent content) {
        Other last = all.removeLast();
        String body = last.body() + content.content().toString(StandardCharsets.ISO_8859_1);
        all.add(new Other(last.start(), last.headers(), body, content instanceof LastHttpContent));
        content.release();
      }
    }
    channel.finishAndReleaseAll();
    return all;
  }

  private static List<String> headers(HttpMessage message) {
    List<String> headers = new ArrayList<>();
    for (Map.Entry<String, String> header : message.headers()) {
      headers.add(header.getKey().toLowerCase(Locale.ROOT) + ": " + header.getValue());
    }
    return headers;
  }
}
