package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Endpoints that speak HTTP/2.
@Timeout(30)
final class Http2BackendTest {
  @Test
  void aRequestOfHttp1BecomesAStream() throws Exception {
    BlockingQueue<Frames.Frame> seen = new LinkedBlockingQueue<>();
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  seen.add(head);
                  frames.headers(head.stream(), false, ":status", "200", "x-answer", "yes");
                  frames.data(head.stream(), false, "hel").data(head.stream(), true, "lo");
                });
        Stage stage = Http2Origin.stage(origin)) {
      Wire.Message answer =
          stage.get("/cart?x=1", "X-Color: blue", "Keep-Alive: 5", "TE: trailers");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("x-answer")).isEqualTo("yes");
      assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
      assertThat(answer.body()).isEqualTo("hello");
      Frames.Frame head = seen.poll(5, TimeUnit.SECONDS);
      assertThat(head.ends()).isTrue();
      assertThat(head.headers().method()).hasToString("GET");
      assertThat(head.headers().path()).hasToString("/cart?x=1");
      assertThat(head.headers().scheme()).hasToString("http");
      assertThat(head.headers().authority()).hasToString("shop");
      assertThat(head.headers().get("x-color")).hasToString("blue");
      assertThat(head.headers().contains("host")).isFalse();
      assertThat(head.headers().contains("connection")).isFalse();
      assertThat(head.headers().contains("keep-alive")).isFalse();
      assertThat(head.headers().contains("te")).isFalse();
      assertThat(head.headers().get("x-forwarded-for")).hasToString("127.0.0.1");
    }
  }

  @Test
  void streamsShareAConnection() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  frames.headers(head.stream(), false, ":status", "200", "content-length", "2");
                  frames.data(head.stream(), true, "ok");
                });
        Stage stage = Http2Origin.stage(origin)) {
      int checks = origin.connections();
      for (int i = 0; i < 5; i++) {
        assertThat(stage.get("/").body()).isEqualTo("ok");
      }
      assertThat(origin.connections() - checks).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aBodyAndItsTrailerBecomeFrames() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Origin origin =
            Http2Origin.scripted(
                frames -> {
                  Frames.Frame head = frames.await(Frames.HEADERS);
                  Frames.Response request = frames.rest(head);
                  seen.add(request.body());
                  seen.add(request.trailer("x-sum"));
                  frames.headers(head.stream(), true, ":status", "204");
                });
        Stage stage = Http2Origin.stage(origin);
        Wire client = stage.connect()) {
      client.lines("POST / HTTP/1.1", "Host: shop", "Transfer-Encoding: chunked");
      client.lines("4", "one ", "3", "two", "0", "X-Sum: 7");
      assertThat(client.receive().status()).isEqualTo(204);
      assertThat(seen).containsExactly("one two", "7");
    }
  }

  @Test
  void aTrailerReachesClientsOfBothProtocols() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  frames.headers(head.stream(), false, ":status", "200");
                  frames.data(head.stream(), false, "ok");
                  frames.headers(head.stream(), true, "x-sum", "2");
                });
        Stage stage = Http2Origin.stage(origin);
        Frames client = Frames.to(stage.gateway().address());
        Wire old = stage.connect()) {
      Frames.Response response = client.get(1, "/").response(1);
      assertThat(response.body()).isEqualTo("ok");
      assertThat(response.trailer("x-sum")).isEqualTo("2");
      old.lines("GET / HTTP/1.1", "Host: shop");
      old.head();
      assertThat(new String(old.exactly(22), java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("2\r\nok\r\n0\r\nx-sum: 2\r\n\r\n");
    }
  }
}
