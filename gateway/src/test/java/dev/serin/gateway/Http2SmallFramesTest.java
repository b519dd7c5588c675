package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bodies in so many small frames that what one read brings is more than the other side takes at
/// once: the rest follows as soon as the first part left, and so does its end.
@Timeout(30)
final class Http2SmallFramesTest {
  private static final int FRAMES = 1_200;
  private static final int PIECE = 8;

  private static byte[] frames(int stream, int flags) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 1; i <= FRAMES; i++) {
      int end = i == FRAMES ? flags : 0;
      all.writeBytes(
          Frames.frame(Frames.DATA, end, stream, "12345678".getBytes(StandardCharsets.US_ASCII)));
    }
    return all.toByteArray();
  }

  @Test
  void aResponseComesWhole() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  frames.headers(head.stream(), false, ":status", "200");
                  frames.wire().send(frames(head.stream(), Frames.END_STREAM));
                });
        Stage stage = Http2Origin.stage(origin);
        Wire client = stage.connect()) {
      for (int i = 0; i < 10; i++) {
        client.lines("GET / HTTP/1.1", "Host: shop");
        assertThat(client.receive().body()).hasSize(FRAMES * PIECE);
      }
    }
  }

  @Test
  void aRequestComesWhole() throws IOException {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      // The first makes the connection that the others find open.
      client.get(1, "/").response(1);
      for (int id = 3; id < 23; id += 2) {
        client.request(id, "POST", "/", false);
        client.wire().send(frames(id, Frames.END_STREAM));
        assertThat(client.response(id).body()).isEqualTo("ok");
      }
      assertThat(origin.requests())
          .filteredOn(request -> request.start().startsWith("POST"))
          .hasSize(10)
          .allSatisfy(request -> assertThat(request.body()).hasSize(FRAMES * PIECE));
    }
  }

  @Test
  void aResponseBeforeABreachOfTheProtocolComesWhole() throws IOException {
    try (Origin origin =
            Http2Origin.replying(
                (frames, head) -> {
                  ByteArrayOutputStream all = new ByteArrayOutputStream();
                  byte[] block = frames.block(":status", "200", "content-length", "9600");
                  all.writeBytes(
                      Frames.frame(Frames.HEADERS, Frames.END_HEADERS, head.stream(), block));
                  all.writeBytes(frames(head.stream(), Frames.END_STREAM));
                  all.writeBytes(Frames.frame(Frames.PING, 0, 0, new byte[1]));
                  frames.wire().send(all.toByteArray());
                });
        Stage stage = Http2Origin.stage(origin)) {
      assertThat(stage.get("/").body()).hasSize(FRAMES * PIECE);
    }
  }
}
