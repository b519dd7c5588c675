package dev.serin.routers;

import static dev.serin.routers.FakeBalancer.SHOP;
import static dev.serin.routers.FakeBalancer.V2;
import static dev.serin.routers.FakeBalancer.routed;
import static dev.serin.routers.FakeBalancer.sides;
import static dev.serin.routers.FakeBalancer.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.serin.core.engine.TrafficRouter.Live;
import dev.serin.core.engine.TrafficRouter.OnDrift;
import dev.serin.core.engine.TrafficSignals.Counted;
import dev.serin.core.engine.TrafficSignals.Split;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Weight;
import dev.serin.signals.Role;
import dev.serin.signals.Signals;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several balancers speak with one voice, and each is named when it does otherwise.
class FleetTest {
  private final FakeBalancer one = new FakeBalancer("nginx at lb1");
  private final FakeBalancer two = new FakeBalancer("nginx at lb2");
  private final Fleet fleet = new Fleet(List.of(one, two));

  @AfterEach
  void close() {
    fleet.close();
    assertThat(one.closed).isTrue();
  }

  private Live observe() {
    return fleet.router().observe(SHOP);
  }

  @Test
  void allAreAskedAndAgree() {
    assertThat(observe()).isEqualTo(new Live.Unset());
    assertThat(fleet.router().apply(SHOP, trial(10)))
        .isEqualTo(new Live.Routed(trial(10), Weight.percent(10), "e10.0 e10.0"));
    assertThat(one.live).isEqualTo(two.live);
    assertThat(fleet.name()).isEqualTo("nginx at lb1 and nginx at lb2");
    fleet.router().release(SHOP);
    assertThat(one.released && two.released).isTrue();
  }

  @Test
  void theWeightThatIsFurthestOffSpeaksForAll() {
    one.live = new Live.Routed(trial(10), new Weight(100_100), "a");
    two.live = new Live.Routed(trial(10), new Weight(99_600), "b");
    assertThat(observe()).isEqualTo(new Live.Routed(trial(10), new Weight(99_600), "a b"));
  }

  @Test
  void oneThatCanNotBeAskedIsNamedAndTheOtherGoesOn() {
    two.live = new Live.Unavailable("it is off");
    assertThat(fleet.router().apply(SHOP, trial(20)))
        .isEqualTo(new Live.Unavailable("nginx at lb2: it is off"));
    assertThat(((Live.Routed) one.live).routing()).isEqualTo(trial(20));
    assertThat(observe()).isEqualTo(new Live.Unavailable("nginx at lb2: it is off"));
  }

  @Test
  void oneThatMissedAChangeMakesAllBeAskedAgain() {
    fleet.router().apply(SHOP, trial(20));
    two.live = routed(10);
    assertThat(((Live.Routed) observe()).routing()).isEqualTo(trial(10));
    two.live = new Live.Unset();
    assertThat(observe()).isEqualTo(new Live.Unset());
    fleet.router().apply(SHOP, trial(20));
    assertThat(((Live.Routed) observe()).routing()).isEqualTo(trial(20));
  }

  @Test
  void whoDisagreesBeforeAnybodyAskedIsAskedAnew() {
    one.live = routed(20);
    two.live = routed(10);
    assertThat(observe()).isEqualTo(new Live.Unset());
  }

  @Test
  void oneThatDriftsIsNamedAndOneThatHoldsHoldsAll() {
    one.live = new Live.Drifted(trial(20), Weight.percent(50), "weight is 50%", OnDrift.REASSERT);
    two.live = routed(20);
    assertThat(observe())
        .isEqualTo(
            new Live.Drifted(
                trial(20), Weight.percent(50), "nginx at lb1: weight is 50%", OnDrift.REASSERT));
    two.live = new Live.Drifted(trial(20), Weight.ALL, "weight is 100%", OnDrift.HOLD);
    assertThat(observe())
        .isEqualTo(
            new Live.Drifted(
                trial(20),
                Weight.percent(50),
                "nginx at lb1: weight is 50%; nginx at lb2: weight is 100%",
                OnDrift.HOLD));
  }

  @Test
  void countsAreAddedAndTheEpochSaysWhoIsAmongThem() {
    one.counted = sides("a", 90, 10);
    two.counted = sides("b", 45, 5);
    Counted.Sides both = (Counted.Sides) fleet.counted();
    assertThat(both.epoch()).isEqualTo("a b");
    assertThat(both.baseline()).isEqualTo(FakeBalancer.served(135));
    assertThat(both.canary()).isEqualTo(FakeBalancer.served(15));
    assertThat(both.split()).isEqualTo(new Split("s1 s1", 0.1, true));
    two.counted = new Counted.Nothing("it was not asked yet");
    assertThat(((Counted.Sides) fleet.counted()).epoch()).isEqualTo("a -");
    one.counted = new Counted.Nothing("there is no canary");
    assertThat(fleet.counted())
        .isEqualTo(new Counted.Nothing("there is no canary; it was not asked yet"));
  }

  @Test
  void sharesThatDifferSayNothingOfASingleRequest() {
    one.counted = sides("a", 90, 10);
    Counted.Sides other = sides("b", 45, 5);
    two.counted =
        new Counted.Sides("b", new Split("s2", 0.3, true), other.baseline(), other.canary());
    Split split = ((Counted.Sides) fleet.counted()).split();
    assertThat(split.version()).isEqualTo("s1 s2");
    assertThat(split.canary()).isCloseTo(0.2, within(1e-9));
    assertThat(split.perRequest()).isFalse();
  }

  @Test
  void whatPeopleAreShownIsTheSum() {
    one.show(Role.STABLE, FakeBalancer.V1, 90);
    one.show(Role.CANARY, V2, 10);
    two.show(Role.CANARY, V2, 5);
    Signals signals = fleet.signals(Duration.ofMinutes(1));
    Signals.Population canary = signals.current(Role.CANARY).orElseThrow();
    assertThat(canary.sinceStart().requests()).isEqualTo(15);
    assertThat(canary.latency().count()).isEqualTo(15);
    assertThat(signals.current(Role.STABLE).orElseThrow().recent().requests()).isEqualTo(90);
    assertThat(fleet.tidings()).isEqualTo(new Tidings(200, 2, OptionalLong.of(4)));
  }

  @Test
  void aPoolMustTakeTrafficFromEach() {
    assertThat(fleet.health(V2)).isEqualTo(new Workload.Health.Available());
    two.health = new Workload.Health.Unavailable("no endpoint answers");
    assertThat(fleet.health(V2))
        .isEqualTo(new Workload.Health.Unavailable("nginx at lb2: no endpoint answers"));
    assertThat(fleet.checked(V2)).isTrue();
  }

  @Test
  void troublesAreNamed() {
    assertThat(fleet.trouble()).isEmpty();
    one.trouble = "half of the log is lost";
    two.trouble = "the log is silent";
    assertThat(fleet.trouble())
        .contains("nginx at lb1: half of the log is lost; nginx at lb2: the log is silent");
  }

  @Test
  void aFleetHasAMember() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fleet(List.of()))
        .withMessage("a fleet needs at least one load balancer");
  }
}
