package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serin.signals.Role;
import java.io.IOException;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Frames of any kind in any order: whatever comes, other clients are served, and nothing is left.
@Timeout(120)
final class Http2FuzzTest {
  private static final int CONNECTIONS = 300;
  private static final int FRAMES = 60;

  @Test
  void anyFramesLeaveTheGatewayWell() throws IOException {
    long seed = System.nanoTime();
    try (Origin origin = Origin.saying("ok");
        Stage stage = Stage.of(origin);
        Frames other = Frames.to(stage.gateway().address())) {
      for (int i = 0; i < CONNECTIONS; i++) {
        send(stage, new Random(seed + i));
        assertThat(other.get(2 * i + 1, "/").response(2 * i + 1).body())
            .as("after seed %d", seed + i)
            .isEqualTo("ok");
      }
      await("seed " + seed).until(() -> stage.population(Role.STABLE).inFlight() == 0);
    }
  }

  @Test
  void anyFramesOfAnEndpointLeaveTheGatewayWell() throws IOException {
    long seed = System.nanoTime();
    RandomGenerator seeds = new Random(seed);
    try (Origin origin =
            Http2Origin.scripted(
                frames -> {
                  Random random = new Random(seeds.nextLong());
                  frames.await(Frames.HEADERS);
                  for (int i = 0; i < FRAMES; i++) {
                    frames.wire().send(frame(frames, random));
                  }
                });
        Stage stage = Http2Origin.stage(origin)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        try (Frames client = Frames.to(stage.gateway().address())) {
          client.get(1, "/");
          client.await(frame -> frame.ends() || frame.type() == Frames.RST_STREAM);
        }
      }
      await("seed " + seed).until(() -> stage.population(Role.STABLE).inFlight() == 0);
    }
  }

  private static void send(Stage stage, Random random) throws IOException {
    try (Frames client = Frames.to(stage.gateway().address())) {
      for (int i = 0; i < FRAMES; i++) {
        client.wire().send(frame(client, random));
      }
    } catch (java.net.SocketException _) {
      // The gateway ended the connection.
    }
  }

  private static byte[] frame(Frames frames, Random random) {
    int stream = random.nextInt(8);
    int flags = random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(2) * 5;
    return switch (random.nextInt(6)) {
      case 0, 1 ->
          Frames.frame(Frames.HEADERS, flags | Frames.END_HEADERS, stream, head(frames, random));
      case 2 -> Frames.frame(Frames.DATA, flags, stream, noise(random));
      default -> Frames.frame(random.nextInt(12), flags, stream, noise(random));
    };
  }

  private static byte[] head(Frames frames, Random random) {
    byte[] block =
        random.nextBoolean()
            ? frames.block(
                ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "shop", "x", "y")
            : frames.block(":status", random.nextBoolean() ? "200" : "103", "x", "y");
    if (random.nextInt(3) == 0) {
      block[random.nextInt(block.length)] = (byte) random.nextInt(256);
    }
    return block;
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(10)];
    random.nextBytes(bytes);
    return bytes;
  }
}
