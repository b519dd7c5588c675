package dev.serin.providers.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.TrafficSignals;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.rollout.RolloutId;
import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterSourceTest {
  private static final RolloutId ROLLOUT = new RolloutId("default", "shop");

  private Counted counted = new Counted.Nothing("no routing");
  private final TrafficSignals signals = _ -> counted;
  private final RouterSource source = new RouterSource(signals, ROLLOUT);

  /// What is counted: requests of 5 ms, of which some failed.
  private static Served served(long answered, long failed) {
    long[] counts = new long[LatencyBuckets.FINE.count()];
    counts[LatencyBuckets.fine(5_000)] = answered;
    return new Served(
        answered + 1, answered, failed, 0, LatencyHistogram.of(LatencyBuckets.FINE, counts));
  }

  private void count(String epoch, TrafficSignals.Split split, Served baseline, Served canary) {
    counted = new Counted.Sides(epoch, split, baseline, canary);
  }

  private static TrafficSignals.Split split(String version) {
    return new TrafficSignals.Split(version, 0.1, true);
  }

  private Drawn draw() {
    return source.draw(Instant.EPOCH);
  }

  private static Drawn.Requests requests(Drawn drawn) {
    assertThat(drawn).isInstanceOf(Drawn.Requests.class);
    return (Drawn.Requests) drawn;
  }

  @Test
  void whatCameSinceTheLastDrawIsDrawnOnce() {
    assertThat(draw()).isEqualTo(new Drawn.Nothing("no routing"));
    count("e", split("1"), served(100, 1), served(10, 0));
    assertThat(draw()).as("before the comparison").isEqualTo(new Drawn.Past(served(100, 1)));
    count("e", split("1"), served(190, 3), served(20, 1));

    Drawn.Requests drawn = requests(draw());

    assertThat(drawn.baseline().answered()).isEqualTo(90);
    assertThat(drawn.baseline().routed()).isEqualTo(90);
    assertThat(drawn.baseline().failed()).isEqualTo(2);
    assertThat(drawn.baseline().latency().total()).isEqualTo(90);
    assertThat(drawn.canary().failed()).isEqualTo(1);
    assertThat(drawn.share()).isEqualTo(0.1);
    assertThat(draw()).isInstanceOf(Drawn.Nothing.class);
  }

  @Test
  void aBatchOfTwoSplitsHasNoShare() {
    count("e", split("1"), served(0, 0), served(0, 0));
    draw();
    count("e", split("2"), served(10, 0), served(1, 0));
    assertThat(draw())
        .as("of two splits")
        .isEqualTo(new Drawn.Past(served(10, 0).minus(served(0, 0))));
    count("e", split("2"), served(20, 0), served(2, 0));
    assertThat(requests(draw()).share()).isEqualTo(0.1);
    count("e", new TrafficSignals.Split("2", 0.1, false), served(30, 0), served(3, 0));
    assertThat(requests(draw()).share()).isNaN();
  }

  @Test
  void aNewEpochBeginsFromWhatItFinds() {
    count("e", split("1"), served(100, 1), served(10, 0));
    draw();
    count("f", split("1"), served(500, 1), served(50, 0));
    assertThat(draw()).isInstanceOf(Drawn.Past.class);
    count("f", split("1"), served(510, 1), served(51, 0));
    assertThat(requests(draw()).baseline().answered()).isEqualTo(10);
  }

  @Test
  void anotherProcessGoesOnFromItsState() {
    count("e", split("1"), served(100, 1), served(10, 0));
    draw();
    count("e", split("1"), served(107, 2), served(12, 0));

    Drawn goesOn = new RouterSource(signals, ROLLOUT, source.state()).draw(Instant.EPOCH);

    assertThat(goesOn).isEqualTo(draw());
    assertThat(requests(goesOn).baseline()).isEqualTo(served(107, 2).minus(served(100, 1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{\"v\":2}",
        "{\"v\":1,\"epoch\":\"e\",\"baseline\":{\"latency\":[999,1]}}",
        "{\"v\":1,\"epoch\":\"e\",\"baseline\":{\"failed\":1}}"
      })
  void aStateThatCanNotBeReadIsNone(String state) {
    count("e", split("1"), served(100, 1), served(10, 0));
    assertThat(new RouterSource(signals, ROLLOUT, state).draw(Instant.EPOCH))
        .isInstanceOf(Drawn.Past.class);
    assertThat(new RouterSource(signals, ROLLOUT, state).state()).isEmpty();
  }
}
