package dev.serin.gateway.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.Revision;
import dev.serin.gateway.settings.Resilience;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointPoolTest {
  private static final Backend.HealthCheck CHECK =
      new Backend.HealthCheck("", Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 2);

  private static final Resilience RESILIENCE =
      new Resilience(0.2, 3, Duration.ofHours(1), 0.5, Duration.ofHours(1));

  private final LiveEndpoint light = endpoint(1, 1);
  private final LiveEndpoint heavy = endpoint(2, 3);
  private final EndpointPool pool = pool(light, heavy);

  private static LiveEndpoint endpoint(int port, int weight) {
    URI url = URI.create("http://127.0.0.1:" + port);
    return new LiveEndpoint(new Backend.Endpoint(url, weight), CHECK, Backend.Protocol.HTTP_1);
  }

  private static EndpointPool pool(LiveEndpoint... endpoints) {
    List<Backend.Endpoint> configured =
        List.of(endpoints).stream().map(e -> new Backend.Endpoint(e.url(), e.weight())).toList();
    Backend backend = new Backend("shop", new Revision("v1"), configured, CHECK);
    return new EndpointPool(backend, List.of(endpoints), RESILIENCE);
  }

  private int picksOf(LiveEndpoint wanted) {
    int picks = 0;
    for (int i = 0; i < 4000; i++) {
      picks += wanted.equals(pool.pick(Set.of())) ? 1 : 0;
    }
    return picks;
  }

  @Test
  void idleEndpointsShareInProportionToTheirWeights() {
    // 3000 of 4000 are expected, with a standard deviation of 27.
    assertThat(picksOf(heavy)).isBetween(2850, 3150);
  }

  @Test
  void theLeastLoadedForItsWeightIsChosen() {
    light.inFlight().set(1);
    heavy.inFlight().set(2);
    assertThat(pool.pick(Set.of())).isEqualTo(heavy);
    heavy.inFlight().set(4);
    assertThat(pool.pick(Set.of())).isEqualTo(light);
    assertThat(pool.pick(Set.of(light))).isEqualTo(heavy);
    assertThat(pool.pick(Set.of(light, heavy))).isNull();
  }

  @Test
  void aHostThatIsUnknownIsOnlyDownWhileItHasNoAddress() throws Exception {
    LiveEndpoint named =
        new LiveEndpoint(
            new Backend.Endpoint(URI.create("http://shop.invalid:80"), 1),
            CHECK,
            Backend.Protocol.HTTP_1);
    assertThat(named.state()).isEqualTo(LiveEndpoint.State.DOWN);
    assertThat(named.reason()).contains("host is not known");

    named.resolve(_ -> InetAddress.getLoopbackAddress());
    named.succeeded();
    named.succeeded();
    for (int i = 0; i < 5; i++) {
      named.resolve(
          host -> {
            throw new UnknownHostException(host);
          });
    }

    assertThat(named.state()).isEqualTo(LiveEndpoint.State.UP);
    assertThat(named.address().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
  }

  @Test
  void anEndpointThatIsDownComesBackAfterItsThreshold() {
    heavy.refused("refused");
    assertThat(picksOf(heavy)).isZero();
    heavy.succeeded();
    assertThat(picksOf(heavy)).isZero();
    heavy.succeeded();
    assertThat(picksOf(heavy)).isPositive();
    heavy.failed("once");
    assertThat(heavy.state()).isEqualTo(LiveEndpoint.State.UP);
    heavy.failed("twice");
    assertThat(heavy.state()).isEqualTo(LiveEndpoint.State.DOWN);
    light.refused("refused");
    assertThat(picksOf(heavy)).isPositive();
  }

  private void fail(LiveEndpoint endpoint, int times) {
    for (int i = 0; i < times; i++) {
      pool.failed(endpoint, System.nanoTime());
    }
  }

  @Test
  void failuresInARowPutAnEndpointOut() {
    fail(heavy, 2);
    heavy.probation().answered();
    fail(heavy, 2);
    assertThat(heavy.ejected()).isFalse();

    fail(heavy, 1);

    assertThat(heavy.ejected()).isTrue();
    assertThat(heavy.ejections()).isEqualTo(1);
    assertThat(picksOf(heavy)).isZero();
    assertThat(pool.pick(Set.of(light))).isEqualTo(heavy);
  }

  @Test
  void theLastEndpointIsNeverPutOut() {
    light.refused("refused");
    fail(heavy, 10);
    assertThat(heavy.ejected()).isFalse();

    light.succeeded();
    light.succeeded();
    fail(heavy, 1);
    fail(light, 10);

    assertThat(heavy.ejected()).isTrue();
    assertThat(light.ejected()).isFalse();
  }

  @Test
  void noMoreThanAShareOfThePoolIsOutAtOnce() {
    LiveEndpoint third = endpoint(3, 1);
    EndpointPool three = pool(light, heavy, third);
    for (int i = 0; i < 10; i++) {
      three.failed(light, System.nanoTime());
      three.failed(heavy, System.nanoTime());
    }
    assertThat(light.ejected()).isTrue();
    assertThat(heavy.ejected()).isFalse();
    assertThat(third.ejected()).isFalse();
  }

  @Test
  void whoComesBackGetsLittleAtFirst() {
    heavy.refused("refused");
    heavy.succeeded();
    heavy.succeeded();
    assertThat(heavy.state()).isEqualTo(LiveEndpoint.State.UP);

    // A tenth of three quarters of 4000 are expected, with a standard deviation of 17.
    assertThat(picksOf(heavy)).isBetween(220, 380);
    light.inFlight().set(10);
    assertThat(picksOf(heavy)).isBetween(220, 380);
    heavy.inFlight().set(40);
    assertThat(picksOf(heavy)).isZero();
    assertThat(pool.pick(Set.of(light))).isEqualTo(heavy);
  }

  @Test
  void whenAllComeBackNobodyIsHeldBack() {
    light.join();
    heavy.join();
    assertThat(picksOf(heavy)).isBetween(2850, 3150);
  }

  @Test
  void onlyWhoJoinsOthersIsHeldBack() {
    Backend.Endpoint first = new Backend.Endpoint(URI.create("http://127.0.0.1:1"), 1);
    Backend.Endpoint second = new Backend.Endpoint(URI.create("http://127.0.0.1:2"), 1);
    Revision revision = new Revision("v1");
    Backends one =
        Backends.none(RESILIENCE)
            .replacedBy(List.of(new Backend("shop", revision, List.of(first), CHECK)));
    Backends two =
        one.replacedBy(List.of(new Backend("shop", revision, List.of(first, second), CHECK)));

    assertThat(one.endpoints()).allMatch(endpoint -> endpoint.probation().trusted());
    assertThat(two.endpoints())
        .filteredOn(endpoint -> !endpoint.probation().trusted())
        .extracting(LiveEndpoint::url)
        .containsExactly(second.url());
  }
}
