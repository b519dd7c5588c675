package dev.serin.signals;

import dev.serin.core.traffic.Revision;
import dev.serin.judge.Served;
import dev.serin.judge.latency.LatencyBuckets;
import dev.serin.judge.latency.LatencyHistogram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/// What is counted of one revision in one role, at all places of its rollout: since it began, and
/// second by second for the last ten minutes.
public final class Series {
  /// How far back the seconds go.
  public static final Duration KEPT = Duration.ofMinutes(10);

  private static final long[] NOTHING = new long[Tally.SIZE];

  private final String epoch = UUID.randomUUID().toString();
  private final Role role;
  private final Revision revision;
  private final Tallies tallies;
  private final Deque<Slot> slots = new ArrayDeque<>(1);
  private final long firstSecond;
  private long openedSecond;
  private long[] last = NOTHING;

  /// What happened in one second.
  private record Slot(long second, Sparse numbers, Sparse latencies) {}

  /// A series without a request.
  ///
  /// @param tallies without a request too
  /// @param second of the monotonic clock, now
  public Series(Role role, Revision revision, Tallies tallies, long second) {
    this.role = role;
    this.revision = revision;
    this.firstSecond = second;
    this.openedSecond = second;
    this.tallies = tallies;
  }

  public Role role() {
    return role;
  }

  public Revision revision() {
    return revision;
  }

  /// Differs between any two series, also after a restart.
  public String epoch() {
    return epoch;
  }

  /// Where requests are counted.
  public Tallies tallies() {
    return tallies;
  }

  /// All numbers since the beginning, at the places that [Tally] says.
  public long[] sums() {
    long[] sums = new long[Tally.SIZE];
    tallies.all().forEach(tally -> tally.addTo(sums));
    return sums;
  }

  /// What it served since the beginning.
  public Served served() {
    long[] latencies = new long[LatencyBuckets.FINE.count()];
    long failed = tallies.all().mapToLong(tally -> tally.addOutcomesTo(latencies)).sum();
    LatencyHistogram answered = LatencyHistogram.of(LatencyBuckets.FINE, latencies);
    long abandoned = sum(Tally.Count.CLIENT_ABORT) + sum(Tally.Count.CUT_OFF);
    // Read last, so that whatever was seen answered is seen routed too.
    long routed = sum(Tally.Count.ROUTED);
    return new Served(routed, answered.total(), failed, abandoned, answered);
  }

  private long sum(Tally.Count count) {
    return tallies.all().mapToLong(tally -> tally.number(count)).sum();
  }

  /// Books what happened since the last call under this second. Where nothing ever happened it
  /// costs
  /// next to nothing, because there may be very many such series.
  public synchronized void collect(long second) {
    while (!slots.isEmpty() && slots.getFirst().second() <= second - KEPT.toSeconds()) {
      slots.removeFirst();
    }
    if (tallies.untouched()) {
      return;
    }
    long[] sums = sums();
    if (!Arrays.equals(sums, last)) {
      Sparse numbers = slot(second).numbers();
      for (int i = 0; i < sums.length; i++) {
        if (sums[i] != last[i]) {
          numbers.add(i, sums[i] - last[i]);
        }
      }
      last = sums;
    }
    tallies.all().forEach(tally -> tally.takeLatencies(latencies -> book(latencies, second)));
  }

  private void book(Histogram latencies, long second) {
    if (latencies.getTotalCount() > 0) {
      collect(latencies, slot(second).latencies());
    }
  }

  private static void collect(Histogram latencies, Sparse into) {
    for (HistogramIterationValue value : latencies.recordedValues()) {
      into.add(value.getValueIteratedTo(), value.getCountAddedInThisIterationStep());
    }
  }

  private Slot slot(long second) {
    Slot newest = slots.peekLast();
    if (newest == null || newest.second() < second) {
      newest = new Slot(second, new Sparse(), new Sparse());
      slots.addLast(newest);
    }
    return newest;
  }

  /// What it shows now.
  ///
  /// @param seconds how far back the recent part goes, 1 to 600
  public synchronized Signals.Population population(long second, long seconds, boolean current) {
    collect(second);
    long[] recent = new long[Tally.SIZE];
    Histogram latencies = Tally.histogram();
    for (Slot slot : slots) {
      if (slot.second() > second - seconds) {
        slot.numbers().forEach((place, number) -> recent[(int) place] += number);
        slot.latencies().forEach(latencies::recordValueWithCount);
      }
    }
    long age = Math.max(1, second - firstSecond);
    long[] sums = last.clone();
    return new Signals.Population(
        role,
        revision,
        current,
        sums[Tally.place(Tally.Count.IN_FLIGHT)],
        Signals.Counts.of(sums, Duration.ofSeconds(age)),
        Signals.Counts.of(recent, Duration.ofSeconds(Math.min(age, seconds))),
        new Signals.Latency(latencies));
  }

  /// It is about to be counted into.
  public synchronized void open(long second) {
    openedSecond = second;
  }

  /// True when nothing happened for as long as seconds are kept, nothing is under way, and nobody
  /// opened it in this time.
  public synchronized boolean asleep(long second) {
    collect(second);
    return last[Tally.place(Tally.Count.IN_FLIGHT)] == 0
        && second - openedSecond > KEPT.toSeconds()
        && slots.stream().allMatch(slot -> isEmpty(slot.numbers()));
  }

  private static boolean isEmpty(Sparse numbers) {
    boolean[] any = new boolean[1];
    numbers.forEach((_, _) -> any[0] = true);
    return !any[0];
  }

  /// The second of the monotonic clock.
  public static long now() {
    return Math.floorDiv(System.nanoTime(), 1_000_000_000L);
  }

  /// The time of a snapshot.
  public static Instant time() {
    return Instant.now();
  }
}
