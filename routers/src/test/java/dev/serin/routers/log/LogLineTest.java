package dev.serin.routers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.RolloutId;
import java.util.List;
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
    boolean nginx = line.startsWith("serin/nginx ");
    LogSource source = nginx ? LogSource.NGINX : LogSource.HAPROXY;
    RolloutId rollout = new RolloutId("a", "b");
    RequestRecord wanted = new RequestRecord(source, rollout, pool, status, micros, aborted, oneIn);
    for (String message : nginx ? ofNginx(line) : ofHaproxy(line)) {
      assertThat(LogLine.read(message)).isEqualTo(new LogLine.Reading.OfPool(wanted));
    }
  }

  private static List<String> ofNginx(String line) {
    return List.of(
        line,
        "<190>" + line,
        "<190>Nov 23 02:58:57 serin: " + line,
        "<190>Nov  3 02:58:57 host serin: " + line + "\n",
        "<190>1 2026-11-23T02:58:57Z host serin - - - " + line);
  }

  private static List<String> ofHaproxy(String line) {
    String data = "[serin@32473 log=\"" + line + " \"]";
    return List.of(
        "<134>1 2026-11-23T02:58:57.123456+00:00 host haproxy 77 - " + data,
        "<134>1 2026-11-23T02:58:57.123456+00:00 - haproxy 77 - " + data + " the user's own\n");
  }

  private static boolean tells(String message) {
    return LogLine.read(message) instanceof LogLine.Reading.OfPool;
  }

  /// A client writes its own line into a header that the user logs, or into its path.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<134>1 2026-11-23T02:58:57Z h haproxy 7 - - serin/nginx a/b one 500 9.000 1 -",
        "<134>1 2026-11-23T02:58:57Z h haproxy 7 - - {serin/haproxy a/b one 500 9 9 1 -- }",
        "<134>1 2026-11-23T02:58:57Z h haproxy 7 - - [serin@32473 log=\"serin/haproxy a/b one 500 9 9 1 -- \"]",
        "<134>1 2026-11-23T02:58:57Z h haproxy 7 - [x@1 y=\"z\"] [serin@32473 log=\"serin/haproxy a/b one 500 9 9 1 -- \"]",
        "<134>Nov 23 02:58:57 haproxy[7]: serin/nginx a/b one 500 9.000 1 -",
        "<134>Nov 23 02:58:57 haproxy[7]: serin/haproxy a/b one 500 9 9 1 --",
        "<190>Nov 23 02:58:57 serin: GET /serin/nginx a/b one 500 9.000 1 -",
        "<190>Nov 23 02:58:57 nginx: serin: serin/nginx a/b one 500 9.000 1 -",
        "serin/haproxy a/b one 500 9 9 1 --",
      })
  void aMarkCountsAtItsOwnPlaceOnly(String message) {
    assertThat(tells(message)).isFalse();
  }

  @Test
  void whatFollowsHaproxysOwnDataIsNotRead() {
    String data = "[serin@32473 log=\"serin/haproxy a/b two 200 3 900 1 -- \"]";
    String forged =
        " {serin/nginx a/b one 500 9.000 1 - [serin@32473 log=\"serin/haproxy a/b one 500 9 9 1 -- \"]}";
    String header = "<134>1 2026-11-23T02:58:57Z h haproxy 7 - ";
    assertThat(LogLine.read(header + data + forged)).isEqualTo(LogLine.read(header + data));
  }

  @Test
  void requestsToNoPoolAndNoticesAreNotMalformed() {
    for (String line : List.of("serin/nginx - - 200 0.1 - -", "serin/nginx a/b - 200 0.500 1 -")) {
      assertThat(LogLine.read(line)).isEqualTo(new LogLine.Reading.OfNone());
    }
    for (String line :
        List.of("serin/haproxy - - 400 -1 3 - PR", "serin/haproxy a/b - 200 3 900 - --")) {
      assertThat(LogLine.read(ofHaproxy(line).getFirst())).isEqualTo(new LogLine.Reading.OfNone());
    }
    assertThat(LogLine.read("<133>1 2026-11-23T02:58:57Z h haproxy 7 - - Proxy users stopped.\n"))
        .isEqualTo(new LogLine.Reading.Notice());
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
    List<String> messages = line.startsWith("serin/haproxy") ? ofHaproxy(line) : List.of(line);
    assertThat(messages)
        .allMatch(message -> LogLine.read(message).equals(new LogLine.Reading.Malformed()));
  }

  /// A line that lost, doubled or changed characters on its way is one or none, but never a fault.
  @Test
  void brokenLinesAreOneOrNone() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] lines = {
      "<190>Nov 23 02:58:57 serin: serin/nginx default/shop one 200 0.011 10 0.010, 0.001",
      ofHaproxy("serin/haproxy default/shop two 503 -1 7 1 SC--").getFirst()
    };
    for (int i = 0; i < 200_000; i++) {
      StringBuilder line = new StringBuilder(lines[i % lines.length]);
      for (int change = random.nextInt(6); change >= 0; change--) {
        spoil(line, random);
      }
      if (LogLine.read(line.toString()) instanceof LogLine.Reading.OfPool(var request)) {
        assertThat(request.status()).as("seed %d: %s", seed, line).isBetween(100, 599);
        assertThat(request.micros()).as("seed %d: %s", seed, line).isNotNegative();
        assertThat(request.oneIn()).as("seed %d: %s", seed, line).isPositive();
      }
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
