package dev.serin.signals;

import dev.serin.judge.latency.LatencyBuckets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/// What one event loop counts of one population. One thread writes, without a lock or an atomic
/// read-modify-write; any thread may read.
public final class Tally {
  /// What is counted beside the status of each answer.
  public enum Count {
    /// Requests that the client gave up before it had the whole answer.
    CLIENT_ABORT(0),
    /// Connections to an endpoint that failed.
    CONNECT_ERROR(1),
    /// Requests that the backend did not answer in time.
    TIMEOUT(2),
    /// Copies that were sent.
    MIRRORED(3),
    /// Copies that were answered with 500 or more, or not at all.
    MIRROR_FAILED(4),
    /// Copies that were not sent: too large, or too many under way.
    MIRROR_SKIPPED(5),
    /// Bytes of requests.
    BYTES_IN(6),
    /// Bytes of responses.
    BYTES_OUT(7),
    /// Requests that began and are not over.
    IN_FLIGHT(8),
    /// The sum of all latencies, in nanoseconds.
    LATENCY(9),
    /// Requests that were sent its way, over or not.
    ROUTED(10),
    /// Attempts beyond a request's first.
    RETRIED(11),
    /// Requests that failed because too many others were tried again.
    RETRY_DENIED(12),
    /// Connections whose protocol was changed, as WebSocket does, and that are open.
    TUNNELS(13),
    /// Requests that were ended because their revision or endpoint got no more traffic for too
    /// long.
    CUT_OFF(14),
    /// Calls of gRPC whose server failed, though their status is below 500.
    GRPC_FAILED(15),
    /// Tunnels that were ended as [#CUT_OFF] is.
    TUNNELS_CUT(16);

    private static final int COUNTS = 17;

    private final int offset;

    Count(int offset) {
      this.offset = offset;
    }
  }

  /// The upper ends of the latency buckets, in milliseconds; one more goes on without end.
  private static final long[] BUCKET_MILLIS = {
    1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000
  };

  public static final int BUCKETS = BUCKET_MILLIS.length + 1;

  private static final int FIRST_STATUS = 100;
  private static final int STATUSES = 500;
  private static final int FIRST_FAILURE = 500;
  private static final int FIRST_BUCKET = STATUSES + Count.COUNTS;

  private static final int FIRST_GRPC = FIRST_BUCKET + BUCKETS;

  /// How many numbers there are: statuses, then counts, buckets and codes of gRPC.
  public static final int SIZE = FIRST_GRPC + GrpcCode.ALL.size();

  private static final int OK = 200;

  private static final int DIGITS = 2;
  private static final int FINE = LatencyBuckets.FINE.count();

  /// Made by the first thing that is counted: most of many rollouts serve nothing now.
  private volatile @Nullable Book book;

  /// @param outcomes each answer is in one number only, so that no reader sees a failure without
  /// its
  ///     latency: the fine latencies of what succeeded, then those of what failed
  private record Book(
      AtomicLongArray numbers, AtomicLongArray outcomes, SingleWriterRecorder latencies) {
    Book() {
      this(
          new AtomicLongArray(SIZE),
          new AtomicLongArray(2 * FINE),
          new SingleWriterRecorder(DIGITS));
    }

    void add(int place, long more) {
      numbers.setRelease(place, numbers.getPlain(place) + more);
    }
  }

  private Book open() {
    Book open = book;
    if (open == null) {
      open = new Book();
      book = open;
    }
    return open;
  }

  /// True when anything was counted.
  boolean touched() {
    return book != null;
  }

  /// The place of a status, 100 to 599, among the numbers.
  public static int statusPlace(int status) {
    return status - FIRST_STATUS;
  }

  /// The status whose place is `place`, 0 to 499.
  public static int status(int place) {
    return place + FIRST_STATUS;
  }

  public static int statuses() {
    return STATUSES;
  }

  public static int place(Count count) {
    return STATUSES + count.offset;
  }

  public static int bucketPlace(int bucket) {
    return FIRST_BUCKET + bucket;
  }

  public static int grpcPlace(GrpcCode code) {
    return FIRST_GRPC + code.number();
  }

  /// The upper end of a bucket in seconds; infinite for the last.
  public static double bucketBound(int bucket) {
    return bucket < BUCKET_MILLIS.length
        ? BUCKET_MILLIS[bucket] / 1000.0
        : Double.POSITIVE_INFINITY;
  }

  /// A request was answered.
  ///
  /// @param nanos its latency
  public void answered(int status, long nanos) {
    answered(status, nanos, 1);
  }

  /// Requests were answered, all with this status and this latency.
  ///
  /// @param nanos their latency
  /// @param times how many, 1 or more
  public void answered(int status, long nanos, long times) {
    answered(new Answer(status, status >= FIRST_FAILURE), nanos, times);
  }

  private record Answer(int status, boolean failed) {}

  /// A call of gRPC was answered, with status 200.
  ///
  /// @param nanos its latency
  public void answered(GrpcCode code, long nanos) {
    add(grpcPlace(code), 1);
    if (code.fails()) {
      add(place(Count.GRPC_FAILED), 1);
    }
    answered(new Answer(OK, code.fails()), nanos, 1);
  }

  private void answered(Answer answer, long nanos, long times) {
    add(statusPlace(answer.status), times);
    add(place(Count.LATENCY), nanos * times);
    add(bucketPlace(bucket(nanos)), times);
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    int outcome = LatencyBuckets.fine(micros) + (answer.failed ? FINE : 0);
    Book open = open();
    open.outcomes.setRelease(outcome, open.outcomes.getPlain(outcome) + times);
    open.latencies.recordValueWithCount(Math.max(1, micros), times);
  }

  public void count(Count count, long more) {
    add(place(count), more);
  }

  private void add(int place, long more) {
    open().add(place, more);
  }

  private static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BUCKET_MILLIS.length && nanos > BUCKET_MILLIS[bucket] * 1_000_000) {
      bucket++;
    }
    return bucket;
  }

  /// Adds each number to that of the same place.
  public void addTo(long[] sums) {
    Book now = book;
    if (now != null) {
      for (int i = 0; i < SIZE; i++) {
        sums[i] += now.numbers.getAcquire(i);
      }
    }
  }

  /// Adds the fine latencies of all answers to those of the same bucket.
  ///
  /// @return how many of the answers are failures
  public long addOutcomesTo(long[] sums) {
    Book now = book;
    if (now == null) {
      return 0;
    }
    long failed = 0;
    for (int i = 0; i < FINE; i++) {
      long failures = now.outcomes.getAcquire(FINE + i);
      failed += failures;
      sums[i] += now.outcomes.getAcquire(i) + failures;
    }
    return failed;
  }

  public long number(Count count) {
    Book now = book;
    return now == null ? 0 : now.numbers.getAcquire(place(count));
  }

  /// Hands over latencies in microseconds since the last call, within 1 %, if anything was counted.
  /// For one reader at a time.
  public void takeLatencies(Consumer<Histogram> reader) {
    Book now = book;
    if (now != null) {
      reader.accept(now.latencies.getIntervalHistogram());
    }
  }

  /// An empty histogram that those of [#takeLatencies()] can be added to.
  public static Histogram histogram() {
    return new Histogram(DIGITS);
  }
}
