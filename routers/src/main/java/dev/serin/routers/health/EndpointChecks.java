package dev.serin.routers.health;

import dev.serin.core.engine.Backend;
import dev.serin.core.engine.Workload;
import dev.serin.core.traffic.Revision;
import dev.serin.routers.PoolHealth;
import dev.serin.routers.Pools;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Checks the endpoints of both pools from this machine, each on a thread of its own, as often as
/// its backend wants.
///
/// An endpoint with `https` must have a certificate that Java trusts; where it has none, a check
/// without a path, which is a connection alone, is the one to use.
public final class EndpointChecks implements PoolHealth {
  private static final Duration SHORTEST = Duration.ofMillis(10);

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("serin-health").factory());
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).executor(threads).build();
  private final Probe probe = new Probe(client);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, List<Vital>> endpoints = new HashMap<>();
  private volatile Pools pools;

  private EndpointChecks(Pools pools) {
    this.pools = pools;
  }

  /// Begins to check.
  ///
  /// @throws IllegalArgumentException when the path of a check is none
  public static EndpointChecks start(Backend first, Backend second) {
    EndpointChecks checks =
        new EndpointChecks(
            new Pools(
                new Pools.Pool(first.name(), first.revision()),
                new Pools.Pool(second.name(), second.revision())));
    try {
      checks.watch(first);
      checks.watch(second);
    } catch (IllegalArgumentException wrong) {
      checks.close();
      throw wrong;
    }
    return checks;
  }

  private void watch(Backend backend) {
    List<Vital> watched = new ArrayList<>();
    for (Backend.Endpoint endpoint : backend.endpoints()) {
      Vital vital = new Vital(endpoint.url(), backend.healthCheck());
      Optional<HttpRequest> request = Probe.request(backend, endpoint.url());
      watched.add(vital);
      threads.execute(() -> check(vital, request));
    }
    endpoints.put(backend.name(), List.copyOf(watched));
  }

  private void check(Vital vital, Optional<HttpRequest> request) {
    Duration timeout = vital.check().timeout();
    try {
      boolean over = false;
      while (!over) {
        long begun = System.nanoTime();
        vital.ended(
            request.isPresent()
                ? probe.ask(request.get(), timeout)
                : probe.connect(vital.url(), timeout));
        long left = vital.check().interval().toNanos() - (System.nanoTime() - begun);
        over = closed.await(Math.max(SHORTEST.toNanos(), left), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      // It is closed.
    }
  }

  @Override
  public Workload.Health health(Revision revision) {
    List<Vital> running = running(revision);
    if (running.stream().anyMatch(vital -> vital.state() == Vital.State.UP)) {
      return new Workload.Health.Available();
    }
    Pools now = pools;
    String why =
        running.isEmpty()
            ? "no backend runs revision %s; backend %s runs %s, and %s runs %s"
                .formatted(
                    revision,
                    now.first().name(),
                    now.first().revision(),
                    now.second().name(),
                    now.second().revision())
            : "no endpoint of backend %s answers: %s"
                .formatted(
                    names(now, revision),
                    running.stream().map(Vital::reason).collect(Collectors.joining("; ")));
    return new Workload.Health.Unavailable(why);
  }

  private static String names(Pools pools, Revision revision) {
    return running(pools, revision).map(Pools.Pool::name).collect(Collectors.joining(" and "));
  }

  private static Stream<Pools.Pool> running(Pools pools, Revision revision) {
    return Stream.of(pools.first(), pools.second())
        .filter(pool -> pool.revision().equals(revision));
  }

  private List<Vital> running(Revision revision) {
    return running(pools, revision)
        .flatMap(pool -> endpoints.getOrDefault(pool.name(), List.of()).stream())
        .toList();
  }

  @Override
  public boolean checked(Revision revision) {
    List<Vital> running = running(revision);
    return running.stream().anyMatch(vital -> vital.state() == Vital.State.UP)
        || running.stream().noneMatch(vital -> vital.state() == Vital.State.UNKNOWN);
  }

  @Override
  public void revisions(Pools next) {
    pools = next;
  }

  @Override
  public void close() {
    closed.countDown();
    client.shutdownNow();
    threads.shutdownNow();
  }
}
