package dev.serin.providers.comparison;

import java.time.Instant;

/// Where the numbers of a comparison come from. It is used by one thread at a time.
interface Source {
  /// What came since the last draw. May block for calls over HTTP.
  Drawn draw(Instant now);

  /// What another process needs to go on from here, without a gap or a double count: JSON.
  String state();
}
