package dev.serin.judge.sequential;

/// Which accumulator a snapshot is of. The order is part of the format.
enum SnapshotKind {
  REGRESSION,
  NON_INFERIORITY,
  TILT,
  SIGN,
  SELF_NORMALIZED,
  SHARE,
  RATE_INTERVALS,
  LATENCY_NON_INFERIORITY,
  PAIRED_BLOCKS
}
