package dev.serin.routers.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import dev.serin.routers.Pools;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A log beside what its balancer counts by itself.
class SecondOpinionTest {
  private static final RolloutId SHOP = new RolloutId("default", "shop");

  private static SecondOpinion opinion(OwnCount own) {
    Pools pools =
        new Pools(
            new Pools.Pool("one", new Revision("v1")), new Pools.Pool("two", new Revision("v2")));
    return new SecondOpinion(
        new LogPlan(SHOP, LogSource.NGINX, pools, LogPlan.Sending.EACH_USER, 1), own);
  }

  @Test
  void aLogThatIsSilentWhileTheBalancerCountsIsTold() {
    AtomicLong counted = new AtomicLong();
    SecondOpinion opinion = opinion(_ -> Optional.of(new OwnCount.Totals(counted.get(), 0)));
    opinion.look(0);
    counted.set(30);
    opinion.look(9);
    assertThat(opinion.trouble()).isEmpty();
    opinion.look(10);
    assertThat(opinion.trouble())
        .contains(
            "nginx counted 60 requests in the last 10 s, but its log told of none: does it still log to Serin?");
    opinion.logged(request(200));
    opinion.look(20);
    assertThat(opinion.trouble()).isEmpty();
  }

  @Test
  void aBalancerThatCountsOtherFailuresThanItLogsIsTold() {
    AtomicLong requests = new AtomicLong();
    SecondOpinion opinion =
        opinion(
            pool ->
                pool.equals("one")
                    ? Optional.of(new OwnCount.Totals(requests.get(), requests.get() / 10))
                    : Optional.of(new OwnCount.Totals(0, 0)));
    opinion.look(0);
    for (int i = 0; i < 1000; i++) {
      opinion.logged(request(200));
      requests.incrementAndGet();
    }
    opinion.look(10);
    assertThat(opinion.trouble())
        .contains(
            "nginx itself counted 10.0% failures in the last 10 s, but by its log there are 0.0%");
    requests.set(0);
    opinion.look(20);
    opinion.look(30);
    assertThat(opinion.trouble()).isEmpty();
  }

  @Test
  void aLogThatMissesManyRequestsIsTold() {
    AtomicLong requests = new AtomicLong();
    SecondOpinion opinion =
        opinion(
            pool -> Optional.of(new OwnCount.Totals(pool.equals("one") ? requests.get() : 0, 0)));
    opinion.look(0);
    for (int i = 0; i < 400; i++) {
      opinion.logged(request(200));
    }
    requests.set(500);
    opinion.look(10);
    assertThat(opinion.trouble()).isEmpty();
    for (int i = 0; i < 400; i++) {
      opinion.logged(request(200));
    }
    requests.set(1001);
    opinion.look(20);
    assertThat(opinion.trouble())
        .contains(
            "nginx counted 501 requests in the last 10 s, but its log told of 400: does all of it reach Serin?");
    for (int i = 0; i < 9_600; i++) {
      opinion.logged(request(200));
    }
    requests.set(11_001);
    opinion.look(30);
    assertThat(opinion.trouble()).isEmpty();
  }

  private static RequestRecord request(int status) {
    return new RequestRecord(LogSource.NGINX, SHOP, "one", status, 1000, false, 1);
  }
}
