package dev.serin.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.gateway.settings.GatewayOptions;
import dev.serin.gateway.settings.Stickiness;
import dev.serin.gateway.settings.Timeouts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitterTest {
  @Test
  void similarKeysSpreadEvenlyOverTheLine() {
    long salt = Bucket.salt("default/shop\nv2");
    int[] cells = new int[100];
    for (int user = 0; user < 100_000; user++) {
      cells[Bucket.of(salt, "user-" + user) / 10_000]++;
    }
    double chiSquare = 0;
    for (int cell : cells) {
      chiSquare += Math.pow(cell - 1000, 2) / 1000;
    }
    // 99 degrees of freedom: above 162 once in ten thousand (R: qchisq(0.9999, 99)).
    assertThat(chiSquare).isLessThan(162);
  }

  @Test
  void anotherReleaseBeginsWithOtherUsers() {
    long first = Bucket.salt("default/shop\nv2");
    long second = Bucket.salt("default/shop\nv3");
    int both = 0;
    for (int user = 0; user < 10_000; user++) {
      boolean inFirst = Bucket.of(first, "user-" + user) < 100_000;
      boolean inSecond = Bucket.of(second, "user-" + user) < 100_000;
      both += inFirst && inSecond ? 1 : 0;
    }
    // Independent tenths share a hundredth: 100, and five standard deviations are 50.
    assertThat(both).isBetween(50, 150);
  }

  @Test
  void optionsNameWhatIsWrongWithThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stickiness.Header("user id"))
        .withMessageContaining("user id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stickiness.OwnCookie("serin", Duration.ZERO))
        .withMessageContaining("1s or more");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Timeouts(
                    Duration.ofSeconds(1),
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ZERO,
                    Duration.ZERO))
        .withMessageContaining("timeout head");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GatewayOptions.at(new InetSocketAddress(0)).withEntrances(List.of()))
        .withMessageContaining("an entrance");
  }
}
