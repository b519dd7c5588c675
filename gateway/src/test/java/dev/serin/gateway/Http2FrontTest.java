package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that speak HTTP/2 from the first byte on.
@Timeout(30)
final class Http2FrontTest {
  @Test
  void aRequestIsAnsweredAndReachesTheBackendAsHttp1() throws IOException {
    try (Origin origin = Origin.saying("hello");
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.get(1, "/cart?x=1", "x-color", "blue", "cookie", "a=1", "cookie", "b=2");
      Frames.Response response = client.response(1);
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hello");
      assertThat(response.header("content-length")).isEqualTo("5");
      Wire.Message seen = origin.requests().element();
      assertThat(seen.start()).isEqualTo("GET /cart?x=1 HTTP/1.1");
      assertThat(seen.header("host")).isEqualTo("shop");
      assertThat(seen.header("x-color")).isEqualTo("blue");
      assertThat(seen.header("cookie")).isEqualTo("a=1; b=2");
      assertThat(seen.header("x-forwarded-for")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aBodyOfUnknownLengthBecomesChunks() throws IOException {
    try (Origin origin = Origin.replying(request -> Origin.ok("got " + request.body()));
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/", false).data(1, false, "one ").data(1, true, "two");
      assertThat(client.response(1).body()).isEqualTo("got one two");
      assertThat(origin.requests().element().header("transfer-encoding")).isEqualTo("chunked");
    }
  }

  @Test
  void aBodyOfKnownLengthStaysCounted() throws IOException {
    try (Origin origin = Origin.replying(request -> Origin.ok("got " + request.body()));
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      client.request(1, "POST", "/", false, "content-length", "7");
      client.data(1, false, "one ").data(1, true, "two");
      assertThat(client.response(1).body()).isEqualTo("got one two");
      assertThat(origin.requests().element().header("content-length")).isEqualTo("7");
    }
  }
}
