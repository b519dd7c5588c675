package dev.serin.server.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How often callers may ask: each has a bucket that fills by itself, and waits when it is empty.
final class Limits {
  /// Wrong tokens that an address may show at once, and in a minute.
  static final int FAILURES = 10;

  /// Seconds of requests that may come at once.
  private static final int BURST = 5;

  private static final int MOST = 10_000;

  private final int perSecond;
  private final Map<String, Bucket> requests = buckets();
  private final Map<String, Bucket> failures = buckets();

  /// @param perSecond 0 for no limit
  Limits(int perSecond) {
    this.perSecond = perSecond;
  }

  private static Map<String, Bucket> buckets() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
        return size() > MOST;
      }
    };
  }

  /// Counts a request.
  ///
  /// @return how long the caller has to wait instead, if it does
  Optional<Duration> request(String caller) {
    if (perSecond == 0) {
      return Optional.empty();
    }
    ConsumptionProbe probe = requests(caller).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private Bucket requests(String caller) {
    synchronized (requests) {
      return requests.computeIfAbsent(
          caller,
          _ ->
              Bucket.builder()
                  .addLimit(
                      limit ->
                          limit
                              .capacity((long) perSecond * BURST)
                              .refillGreedy(perSecond, Duration.ofSeconds(1)))
                  .build());
    }
  }

  /// Counts a wrong token or login.
  ///
  /// @return how long the address has to wait before it shows another, if it does
  Optional<Duration> failure(String remote) {
    ConsumptionProbe probe = failures(remote).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private Bucket failures(String remote) {
    synchronized (failures) {
      return failures.computeIfAbsent(
          remote,
          _ ->
              Bucket.builder()
                  .addLimit(
                      limit ->
                          limit.capacity(FAILURES).refillGreedy(FAILURES, Duration.ofMinutes(1)))
                  .build());
    }
  }
}
