package dev.serin.gateway.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RingTest {
  private static final class Sink implements WritableByteChannel {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int room = Integer.MAX_VALUE;

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (room == 0) {
        throw new IOException("no space left on device");
      }
      int count = Math.min(room, from.remaining());
      byte[] part = new byte[count];
      from.get(part);
      taken.writeBytes(part);
      room -= count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}

    String text() {
      return taken.toString(StandardCharsets.US_ASCII);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void whatDoesNotFitIsNotTakenAtAll() throws Exception {
    Ring ring = new Ring(8);
    assertThat(ring.offer(bytes("abcde"), 5)).isTrue();
    assertThat(ring.offer(bytes("fghi"), 4)).isFalse();
    assertThat(ring.crowded()).isTrue();
    Sink sink = new Sink();
    assertThat(ring.drainTo(sink)).isTrue();
    assertThat(ring.drainTo(sink)).isFalse();
    assertThat(ring.offer(bytes("fghijklm"), 8)).isTrue();
    ring.drainTo(sink);
    assertThat(sink.text()).isEqualTo("abcdefghijklm");
  }

  @Test
  void whatAChannelDidNotTakeStays() throws Exception {
    Ring ring = new Ring(16);
    ring.offer(bytes("abcdef"), 6);
    Sink full = new Sink();
    full.room = 2;
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> ring.drainTo(full));
    Sink next = new Sink();
    ring.drainTo(next);
    assertThat(full.text()).isEqualTo("ab");
    assertThat(next.text()).isEqualTo("cdef");
  }

  @Test
  void oneThreadWritesWhileAnotherReads() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    Ring ring = new Ring(64);
    StringBuilder expected = new StringBuilder();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 20_000; i++) {
                    byte[] line = bytes("x".repeat(random.nextInt(20)) + i + "\n");
                    while (!ring.offer(line, line.length)) {
                      Thread.onSpinWait();
                    }
                    expected.append(new String(line, StandardCharsets.US_ASCII));
                  }
                });
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    WritableByteChannel channel = Channels.newChannel(all);
    while (writer.isAlive()) {
      ring.drainTo(channel);
    }
    writer.join();
    ring.drainTo(channel);
    assertThat(all.toString(StandardCharsets.US_ASCII).equals(expected.toString()))
        .as("seed %d", seed)
        .isTrue();
  }

  @Test
  void aSizeThatIsNoPowerOfTwoIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ring(100));
  }
}
