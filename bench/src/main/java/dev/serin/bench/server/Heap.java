package dev.serin.bench.server;

import java.lang.management.ManagementFactory;

/// What this process holds and uses.
final class Heap {
  private Heap() {}

  /// Live objects, after everything else was collected.
  static long liveBytes() {
    // The second collects what the first one's references let go of.
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /// Processor time of all threads until now.
  static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
