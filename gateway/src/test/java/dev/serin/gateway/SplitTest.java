package dev.serin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.traffic.Weight;
import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Stickiness;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How exactly the split is the weight that was asked for, request by request and user by user.
class SplitTest {
  private static final int BATCH = 500;

  /// How many standard deviations a right split may be off: once in two million tests it is more.
  private static final double DEVIATIONS = 5;

  static Stream<Arguments> splits() {
    Stickiness cookie = new Stickiness.OwnCookie("serin", Duration.ofHours(1));
    return Stream.of(
        Arguments.of(new Stickiness.None(), 1_000, 40_000),
        Arguments.of(new Stickiness.None(), 10_000, 15_000),
        Arguments.of(new Stickiness.None(), 500_000, 10_000),
        Arguments.of(cookie, 10_000, 15_000),
        Arguments.of(cookie, 100_000, 10_000));
  }

  @ParameterizedTest(name = "{1} ppm by {0}")
  @MethodSource("splits")
  void theSplitIsTheWeightWithinTheErrorOfSampling(Stickiness stickiness, int ppm, int requests)
      throws Exception {
    GatewayOptions options = Stage.OPTIONS.withStickiness(stickiness);
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(options, new Weight(ppm), stable, canary);
        Wire client = stage.connect()) {
      int canaries = 0;
      for (int sent = 0; sent < requests; sent += BATCH) {
        canaries += canaries(client, "", BATCH);
      }

      double share = (double) ppm / Weight.SCALE;
      double deviation = Math.sqrt(requests * share * (1 - share));
      assertThat((double) canaries)
          .isBetween(
              requests * share - DEVIATIONS * deviation, requests * share + DEVIATIONS * deviation);
    }
  }

  @ParameterizedTest(name = "by {0}")
  @MethodSource("keys")
  void aUserNeverGoesBackWhileTheWeightGrows(Stickiness stickiness, String line) throws Exception {
    GatewayOptions options = Stage.OPTIONS.withStickiness(stickiness);
    int users = 200;
    try (Origin stable = Origin.saying("stable");
        Origin canary = Origin.saying("canary");
        Stage stage = Stage.of(options, Weight.NONE, stable, canary);
        Wire client = stage.connect()) {
      Set<Integer> exposed = new HashSet<>();
      for (int ppm : new int[] {1_000, 10_000, 50_000, 100_000, 250_000, 500_000, 999_000}) {
        stage.weight(new Weight(ppm));
        Set<Integer> now = new HashSet<>();
        for (int user = 0; user < users; user++) {
          if (canaries(client, line.formatted(user), 3) == 3) {
            now.add(user);
          }
        }
        assertThat(now).containsAll(exposed);
        exposed = now;
      }
      stage.weight(Weight.ALL);
      assertThat(exposed).hasSizeGreaterThan(users * 9 / 10);
    }
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of(new Stickiness.OwnCookie("serin", Duration.ofHours(1)), "Cookie: serin=u%d"),
        Arguments.of(new Stickiness.Cookie("session"), "Cookie: a=b; session=s%d"),
        Arguments.of(new Stickiness.Header("User-Id"), "User-Id: %d"));
  }

  /// How many of some requests on one connection the canary answered; all or none of one user's.
  private static int canaries(Wire client, String line, int requests) throws IOException {
    String header = line.isEmpty() ? "" : line + "\r\n";
    client.send(("GET / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n").repeat(requests));
    int canaries = 0;
    for (int i = 0; i < requests; i++) {
      canaries += client.receive().body().equals("canary") ? 1 : 0;
    }
    if (!line.isEmpty()) {
      assertThat(canaries).isIn(0, requests);
    }
    return canaries;
  }
}
