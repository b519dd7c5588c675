package dev.serin.routers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.RolloutId;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a line of a log says, and which lines say nothing.
class LogLineTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serin/nginx a/b one 200 0.500 1 0.010, 0.020   | one | 200 |  30000 | false | 1
          serin/nginx a/b one 200 0.500 1 0.010 : 0.020  | one | 200 |  30000 | false | 1
          serin/nginx a/b one 502 0.003 10 -             | one | 502 |   3000 | false | 10
          serin/nginx a/b one 499 0.004 1 0.001          | one | 499 |   1000 | true  | 1
          serin/nginx a/b one 000 0.004 1 -              | one | 499 |   4000 | true  | 1
          serin/haproxy a/b two 200 3 900 1 --           | two | 200 |   3000 | false | 1
          serin/haproxy a/b two 200 3 900 1 CD           | two | 200 |   3000 | true  | 1
          serin/haproxy a/b two 408 -1 900 1 cR          | two | 408 | 900000 | true  | 1
          serin/haproxy a/b two -1 -1 900 1 CH           | two | 499 | 900000 | true  | 1
          serin/haproxy a/b two -1 -1 900 1 SH           | two | 502 | 900000 | false | 1
          serin/haproxy a/b two 200 3 900 1 SD           | two | 502 |   3000 | false | 1
          serin/haproxy a/b two 200 3 900 1 sD           | two | 504 |   3000 | false | 1
          serin/haproxy a/b two 503 -1 900 100 SC--      | two | 503 | 900000 | false | 100
          """)
  void aLineTellsOfOneRequest(
      String line, String pool, int status, long micros, boolean aborted, int oneIn) {
    RequestRecord wanted =
        new RequestRecord(new RolloutId("a", "b"), pool, status, micros, aborted, oneIn);
    assertThat(LogLine.read(line)).contains(wanted);
    assertThat(LogLine.read("<190>Nov 23 02:58:57 host sw: " + line + "\n")).contains(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serin/nginx",
        "serin/nginx ",
        "serin/nginx a/b one 200 0.500 1",
        "serin/nginx shop one 200 0.500 1 -",
        "serin/nginx /shop one 200 0.500 1 -",
        "serin/nginx shop/ one 200 0.500 1 -",
        "serin/nginx a/b one 99 0.500 1 -",
        "serin/nginx a/b one 600 0.500 1 -",
        "serin/nginx a/b one +20 0.500 1 -",
        "serin/nginx a/b one 200 0.5 1 -",
        "serin/nginx a/b one 200 -0.500 1 -",
        "serin/nginx a/b one 200 0.500 0 -",
        "serin/nginx a/b one 200 0.500 -1 -",
        "serin/nginx a/b one 200 0.500 1000001 -",
        "serin/nginx a/b one 200 0.500 99999999999 -",
        "serin/haproxy a/b two 200 3 900 1",
        "serin/haproxy a/b two 200 x 900 1 --",
        "serin/haproxy a/b two 200 3 x 1 --",
        "serin/haproxy a/b two 200 -2 900 1 --",
      })
  void whatIsNotALineSaysNothing(String line) {
    assertThat(LogLine.read(line)).isEmpty();
  }

  /// A line that lost, doubled or changed characters on its way is one or none, but never a fault.
  @Test
  void brokenLinesAreOneOrNone() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] lines = {
      "<190>Nov 23 02:58:57 sw: serin/nginx default/shop one 200 0.011 10 0.010, 0.001",
      "serin/haproxy default/shop two 503 -1 7 1 SC--"
    };
    for (int i = 0; i < 200_000; i++) {
      StringBuilder line = new StringBuilder(lines[i % lines.length]);
      for (int change = random.nextInt(6); change >= 0; change--) {
        spoil(line, random);
      }
      Optional<RequestRecord> read = LogLine.read(line.toString());
      read.ifPresent(
          request -> {
            assertThat(request.status()).as("seed %d: %s", seed, line).isBetween(100, 599);
            assertThat(request.micros()).as("seed %d: %s", seed, line).isNotNegative();
            assertThat(request.oneIn()).as("seed %d: %s", seed, line).isPositive();
          });
    }
  }

  private static void spoil(StringBuilder line, Random random) {
    int at = random.nextInt(line.length());
    switch (random.nextInt(4)) {
      case 0 -> line.deleteCharAt(at);
      case 1 -> line.insert(at, (char) random.nextInt(0x3000));
      case 2 -> line.setCharAt(at, " .,-/0129".charAt(random.nextInt(9)));
      default -> line.setLength(Math.max(1, at));
    }
    if (line.isEmpty()) {
      line.append(' ');
    }
  }
}
