package dev.serin.bench.routers;

import dev.serin.routers.Tidings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What came of the log of one turn.
///
/// @param received lines that told of a request
/// @param lost lines that the kernel dropped
/// @param micros of processor time of this process, which receives them
record LogTurn(long received, long lost, double micros) {
  private static final long REST = TimeUnit.MILLISECONDS.toNanos(200);

  /// Looks at what a log has until now, when no more of it is on its way.
  static LogTurn until(Balanced one) {
    Tidings last = tidings(one);
    LockSupport.parkNanos(REST);
    for (Tidings now = tidings(one); now.received() != last.received(); now = tidings(one)) {
      last = now;
      LockSupport.parkNanos(REST);
    }
    Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    return new LogTurn(last.received(), last.lost().orElse(0), own.toNanos() / 1e3);
  }

  private static Tidings tidings(Balanced one) {
    return one.steering().map(by -> by.log().tidings()).orElse(Tidings.NONE);
  }

  LogTurn minus(LogTurn earlier) {
    return new LogTurn(received - earlier.received, lost - earlier.lost, micros - earlier.micros);
  }
}
