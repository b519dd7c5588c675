package dev.serin.routers.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.traffic.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Configurations of nginx as people write them, and weights for them.
class PlainTextTest {
  private static List<String> servers(String text) {
    return PlainText.of(text).servers("backend").stream()
        .map(server -> server.address() + "=" + server.weight())
        .toList();
  }

  @Test
  void serversAreFoundInWhateverWayTheyAreWritten() {
    assertThat(
            servers(
                """
                # upstream backend { server comment; }
                map $a $b { "~;}{" 1; default ${c}x; }
                upstream "backend"{server a:1 weight=9;server b;
                  keepalive 8; # }
                  server [::1]:81 down; server [::1] backup weight=2
                  ;}
                upstream backend2 { server c; }
                """))
        .containsExactly("a:1=9", "b:80=1", "[::1]:81=0", "[::1]:80=2");
    assertThat(servers("upstream backend { balancer_by_lua_block { x } server a; }")).isEmpty();
    assertThat(servers("upstream backend { server a")).isEmpty();
  }

  @ParameterizedTest(name = "{0} ppm of {1}:{2} is {3}:{4}")
  @CsvSource({
    "0, 1, 1, 1, 0",
    "1000000, 1, 1, 0, 1",
    "500000, 1, 1, 1, 1",
    "100000, 1, 1, 9, 1",
    "100000, 3, 1, 3, 1",
    "1000, 1, 1, 999, 1",
    "1, 1, 1, 1, 0",
    "999999, 1, 1, 0, 1",
  })
  void weightsAreSmallAndRight(int ppm, int one, int two, int first, int second) {
    assertThat(Ratio.of(new Weight(ppm), one, two)).isEqualTo(new Ratio(first, second));
  }

  @Test
  void noWeightIsFarFromWhatWasAsked() {
    for (int ppm = 100; ppm < Weight.SCALE; ppm += 7_919) {
      for (int two : new int[] {1, 3, 10}) {
        Ratio ratio = Ratio.of(new Weight(ppm), 4, two);
        assertThat(ratio.share(4, two) * Weight.SCALE)
            .as("%d ppm", ppm)
            .isBetween(ppm * 0.9 - 150, ppm * 1.1 + 150);
        assertThat(Math.max(ratio.first() * 4, ratio.second() * two))
            .isLessThanOrEqualTo(Ratio.MOST);
      }
    }
  }
}
