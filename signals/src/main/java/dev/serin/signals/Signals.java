package dev.serin.signals;

import dev.serin.core.traffic.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/// What a router counted, at one moment.
///
/// @param window how far back the recent numbers go
/// @param populations each revision in each role that it played
public record Signals(Instant at, Duration window, List<Population> populations) {
  /// Copies its list.
  public Signals {
    populations = List.copyOf(populations);
  }

  /// The population that has this role now; empty before anything is routed.
  public Optional<Population> current(Role role) {
    return populations.stream().filter(p -> p.current() && p.role() == role).findFirst();
  }

  /// These and `more`, from another router of the same rollout: of a population that both have,
  /// the sum.
  public Signals plus(Signals more) {
    List<Population> sums = new ArrayList<>(populations);
    for (Population other : more.populations) {
      int place = 0;
      while (place < sums.size() && !sums.get(place).isSame(other)) {
        place++;
      }
      if (place < sums.size()) {
        sums.set(place, sums.get(place).plus(other));
      } else {
        sums.add(other);
      }
    }
    return new Signals(at.isAfter(more.at) ? at : more.at, window, sums);
  }

  /// The numbers of one revision in one role.
  ///
  /// @param current true when it has the role now
  /// @param inFlight requests that began and are not over
  /// @param sinceStart everything since it got the role first
  /// @param recent what ended inside the window
  /// @param latency of the requests that were answered inside the window
  public record Population(
      Role role,
      Revision revision,
      boolean current,
      long inFlight,
      Counts sinceStart,
      Counts recent,
      Latency latency) {
    boolean isSame(Population other) {
      return role == other.role && revision.equals(other.revision);
    }

    /// Both together; it has the role when one of them has it.
    Population plus(Population more) {
      return new Population(
          role,
          revision,
          current || more.current,
          inFlight + more.inFlight,
          sinceStart.plus(more.sinceStart),
          recent.plus(more.recent),
          latency.plus(more.latency));
    }
  }

  /// Counts over some time.
  ///
  /// @param byStatus answered requests. One that the backend broke off counts as 502, and one
  ///     that it did not finish in time as 504, whatever its status line said
  /// @param grpcFailures of those, calls of gRPC whose server failed though their status is 200
  /// @param clientAborts requests that the client gave up; they are not among the answered
  /// @param connectErrors connections that failed, also where another endpoint then answered
  /// @param timeouts requests among the answered that the backend did not finish in time
  /// @param mirrored copies that were sent; they are not among the answered
  /// @param mirrorsFailed copies that were answered with 500 or more, or not at all
  /// @param mirrorsSkipped copies that were too large, or too many at once, to be sent
  /// @param bytesIn of requests
  /// @param bytesOut of responses
  /// @param time that the counts are about
  public record Counts(
      Map<Integer, Long> byStatus,
      long grpcFailures,
      long clientAborts,
      long connectErrors,
      long timeouts,
      long mirrored,
      long mirrorsFailed,
      long mirrorsSkipped,
      long bytesIn,
      long bytesOut,
      Duration time) {
    /// Copies its map.
    public Counts {
      byStatus = Map.copyOf(byStatus);
    }

    static Counts of(long[] numbers, Duration time) {
      Map<Integer, Long> byStatus = new TreeMap<>();
      for (int place = 0; place < Tally.statuses(); place++) {
        if (numbers[place] != 0) {
          byStatus.put(Tally.status(place), numbers[place]);
        }
      }
      return new Counts(
          byStatus,
          numbers[Tally.place(Tally.Count.GRPC_FAILED)],
          numbers[Tally.place(Tally.Count.CLIENT_ABORT)],
          numbers[Tally.place(Tally.Count.CONNECT_ERROR)],
          numbers[Tally.place(Tally.Count.TIMEOUT)],
          numbers[Tally.place(Tally.Count.MIRRORED)],
          numbers[Tally.place(Tally.Count.MIRROR_FAILED)],
          numbers[Tally.place(Tally.Count.MIRROR_SKIPPED)],
          numbers[Tally.place(Tally.Count.BYTES_IN)],
          numbers[Tally.place(Tally.Count.BYTES_OUT)],
          time);
    }

    /// Both together, over the longer of their times.
    Counts plus(Counts more) {
      Map<Integer, Long> statuses = new TreeMap<>(byStatus);
      more.byStatus.forEach((status, count) -> statuses.merge(status, count, Long::sum));
      return new Counts(
          statuses,
          grpcFailures + more.grpcFailures,
          clientAborts + more.clientAborts,
          connectErrors + more.connectErrors,
          timeouts + more.timeouts,
          mirrored + more.mirrored,
          mirrorsFailed + more.mirrorsFailed,
          mirrorsSkipped + more.mirrorsSkipped,
          bytesIn + more.bytesIn,
          bytesOut + more.bytesOut,
          time.compareTo(more.time) > 0 ? time : more.time);
    }

    /// Answered requests.
    public long requests() {
      return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Answered requests whose status has this first digit.
    public long statusClass(int firstDigit) {
      return byStatus.entrySet().stream()
          .filter(entry -> entry.getKey() / 100 == firstDigit)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    /// The share of failures among the answered, 0 to 1: of statuses from 500 on, and of codes of
    /// gRPC that mean the same. Empty when none was answered.
    public OptionalDouble errorShare() {
      long requests = requests();
      return requests == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((double) (statusClass(5) + grpcFailures) / requests);
    }

    /// Answered requests per second.
    public double perSecond() {
      return (double) requests() / Math.max(1, time.toSeconds());
    }
  }

  /// How long requests took: from the end of the request's head to the last byte of the
  /// backend's response. What a slow client takes to read it is not in it, but for a response
  /// larger than the buffers. Within 1 %.
  public static final class Latency {
    private static final long LONGEST = TimeUnit.HOURS.toMicros(1);

    private final Histogram micros;

    Latency(Histogram micros) {
      this.micros = micros;
    }

    /// The latencies that [#pairs] wrote; those that are longer than an hour, or of no request,
    /// are left out.
    public static Latency of(long... pairs) {
      Histogram micros = Tally.histogram();
      for (int i = 0; i + 1 < pairs.length; i += 2) {
        if (pairs[i] >= 0 && pairs[i] <= LONGEST && pairs[i + 1] > 0) {
          micros.recordValueWithCount(pairs[i], pairs[i + 1]);
        }
      }
      return new Latency(micros);
    }

    /// A latency in microseconds and how many requests took so long, and so on.
    public long[] pairs() {
      LongStream.Builder pairs = LongStream.builder();
      for (HistogramIterationValue value : micros.recordedValues()) {
        pairs.add(value.getValueIteratedTo()).add(value.getCountAtValueIteratedTo());
      }
      return pairs.build().toArray();
    }

    Latency plus(Latency more) {
      Histogram sum = Tally.histogram();
      sum.add(micros);
      sum.add(more.micros);
      return new Latency(sum);
    }

    /// How many requests it is about.
    public long count() {
      return micros.getTotalCount();
    }

    /// The time that this share of the requests did not exceed; empty when there was none.
    ///
    /// @param share 0 to 1
    /// @throws IllegalArgumentException when the share is not in 0 to 1
    public Optional<Duration> quantile(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a quantile must be 0 to 1, but is " + share);
      }
      if (count() == 0) {
        return Optional.empty();
      }
      long value = micros.getValueAtPercentile(share * 100);
      return Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(value)));
    }
  }
}
