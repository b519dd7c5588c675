package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.gateway.settings.Timeouts;
import dev.serin.signals.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients that send much which costs the gateway more than them: all are told to calm down.
@Timeout(60)
final class Http2FloodTest {
  private static final int CALM = 11;

  /// Frames that a client sends again and again.
  ///
  /// @param first what it sends once, before
  record Flood(String what, ByteBuf first, ByteBuf frames, int times) {
    Flood(String what, byte[] first, byte[] frames, int times) {
      this(what, Unpooled.wrappedBuffer(first), Unpooled.wrappedBuffer(frames), times);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] head(int stream, int flags) {
    // POST, http, / and the authority "shop".
    byte[] block = Frames.bytes(0x83, 0x86, 0x84, 0x41, 4, 's', 'h', 'o', 'p');
    return Frames.frame(Frames.HEADERS, Frames.END_HEADERS | flags, stream, block);
  }

  static Stream<Flood> floods() {
    byte[] none = new byte[0];
    return Stream.of(
        new Flood("pings", none, Frames.frame(Frames.PING, 0, 0, new byte[8]), 50_000),
        new Flood("settings", none, Frames.frame(Frames.SETTINGS, 0, 0), 50_000),
        new Flood(
            "priorities",
            none,
            Frames.frame(Frames.PRIORITY, 0, 1, Frames.bytes(0, 0, 0, 0, 1)),
            50_000),
        new Flood("unknown frames", none, Frames.frame(99, 0, 0), 100_000),
        new Flood(
            "window updates",
            none,
            Frames.frame(Frames.WINDOW_UPDATE, 0, 0, Frames.number(1)),
            50_000),
        new Flood(
            "resets of what is closed",
            join(head(1, 0), Frames.frame(Frames.RST_STREAM, 0, 1, Frames.number(8))),
            Frames.frame(Frames.RST_STREAM, 0, 1, Frames.number(8)),
            50_000),
        new Flood("empty data", head(1, 0), Frames.frame(Frames.DATA, 0, 1), 100),
        new Flood(
            "padding alone",
            head(1, 0),
            Frames.frame(Frames.DATA, Frames.PADDED, 1, Frames.bytes(0)),
            100),
        new Flood(
            "continuations",
            Frames.frame(Frames.HEADERS, 0, 1),
            Frames.frame(Frames.CONTINUATION, 0, 1),
            1_000),
        new Flood(
            "small continuations",
            Frames.frame(Frames.HEADERS, 0, 1),
            Frames.frame(Frames.CONTINUATION, 0, 1, Frames.bytes(0x82)),
            1_000));
  }

  @ParameterizedTest
  @MethodSource("floods")
  void theConnectionEnds(Flood flood) throws IOException {
    try (Origin origin = Origin.scripted(wire -> wire.in().readAllBytes());
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address()).silent()) {
      client.wire().send(ByteBufUtil.getBytes(flood.first()));
      Thread.ofVirtual().start(() -> send(client, flood));
      assertThat(client.end().error()).isEqualTo(CALM);
    }
  }

  private static void send(Frames client, Flood flood) {
    try {
      byte[] frames = ByteBufUtil.getBytes(flood.frames());
      for (int i = 0; i < flood.times(); i += 100) {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int j = 0; j < 100; j++) {
          many.writeBytes(frames);
        }
        client.wire().send(many.toByteArray());
      }
    } catch (IOException _) {
      // The gateway ended the connection.
    }
  }

  @Test
  void rapidResetEndsTheConnection() throws IOException {
    try (Origin origin = Origin.scripted(wire -> wire.in().readAllBytes());
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  for (int id = 1; id < 4_001; id += 2) {
                    client.wire().send(head(id, Frames.END_STREAM));
                    client.send(Frames.RST_STREAM, 0, id, Frames.number(8));
                  }
                } catch (IOException _) {
                  // The gateway ended the connection.
                }
              });
      assertThat(client.end().error()).isEqualTo(CALM);
      await().until(() -> stage.population(Role.STABLE).inFlight() == 0);
    }
  }

  @Test
  void makingTheGatewayResetEndsTheConnection() throws IOException {
    try (Origin origin = Origin.scripted(wire -> wire.in().readAllBytes());
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  for (int id = 1; id < 1_001; id += 2) {
                    client.wire().send(head(id, 0));
                    client.send(Frames.WINDOW_UPDATE, 0, id, Frames.number(0));
                  }
                } catch (IOException _) {
                  // The gateway ended the connection.
                }
              });
      assertThat(client.end().error()).isEqualTo(CALM);
    }
  }

  @Test
  void aClientThatBeginsAndSaysNoMoreIsSentAway() throws IOException {
    Duration idle = Timeouts.DEFAULT.idle();
    Timeouts timeouts =
        new Timeouts(idle, Duration.ofMillis(300), idle, idle, idle, Duration.ofSeconds(3), idle);
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(Stage.OPTIONS.withTimeouts(timeouts), origin);
        Wire client = stage.connect()) {
      client.send(Frames.PREFACE);
      // Fails when the connection does not end before the socket's own timeout.
      assertThat(client.in().readAllBytes()).isNotEmpty();
    }
  }

  @Test
  void aHeadThatUnpacksToMuchIsRefused() throws IOException {
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Frames client = Frames.to(stage.gateway().address())) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      // A field of 2 000 bytes goes into the table, and is named again and again.
      block.writeBytes(Frames.bytes(0x40, 1, 'x', 0x7f, 0xd1, 0x0e));
      block.writeBytes(new byte[2_000]);
      byte[] head = block.toByteArray();
      Arrays.fill(head, 6, head.length, (byte) 'y');
      ByteArrayOutputStream bomb = new ByteArrayOutputStream();
      bomb.writeBytes(head);
      for (int i = 0; i < 10_000; i++) {
        bomb.write(0xbe);
      }
      client.send(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 1, bomb.toByteArray());
      assertThat(client.on(1).status()).isEqualTo("431");
      assertThat(client.get(3, "/").response(3).body()).isEqualTo("ok");
    }
  }
}
