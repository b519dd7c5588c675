package dev.serin.server.store;

import java.time.Duration;

/// Is told of each use of a store. It is quick and never throws.
@FunctionalInterface
public interface StoreWatch {
  /// A use of the store ended.
  ///
  /// @param took until then, with any wait for a turn
  void used(Use use, Duration took, boolean failed);

  /// What the store is used for.
  enum Use {
    /// Something is read.
    READ,
    /// Something is written, and on the disk.
    WRITE
  }
}
