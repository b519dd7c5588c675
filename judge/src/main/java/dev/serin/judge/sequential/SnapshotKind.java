package dev.serin.judge.sequential;

/// Which accumulator a snapshot is of.
enum SnapshotKind {
  REGRESSION(1),
  NON_INFERIORITY(2),
  TILT(3),
  SIGN(4),
  SELF_NORMALIZED(5),
  SHARE(6),
  RATE_INTERVALS(7),
  LATENCY_NON_INFERIORITY(8),
  PAIRED_BLOCKS(9);

  private final int code;

  SnapshotKind(int code) {
    this.code = code;
  }

  /// The number that stands for it in snapshots; never given to another kind.
  int code() {
    return code;
  }
}
