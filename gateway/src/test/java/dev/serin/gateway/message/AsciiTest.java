package dev.serin.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AsciiTest {
  @Test
  void textEndsWhereTheFirstControlCharacterStands() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 0x20 + random.nextInt(95));
      }
      int from = random.nextInt(bytes.length + 1);
      int expected = from;
      while (expected < bytes.length
          && (bytes[expected] & 0xff) >= 0x20
          && bytes[expected] != 0x7f) {
        expected++;
      }
      assertThat(Ascii.endOfText(bytes, from, bytes.length))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void everyByteOfEightIsTold() {
    for (int value = 0; value < 256; value++) {
      for (int place = 0; place < Long.BYTES; place++) {
        byte[] bytes = "abcdefgh".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        bytes[place] = (byte) value;
        boolean control = value < 0x20 || value == 0x7f;
        assertThat(Ascii.endOfText(bytes, 0, bytes.length))
            .as("byte %d at %d", value, place)
            .isEqualTo(control ? place : bytes.length);
      }
    }
  }
}
