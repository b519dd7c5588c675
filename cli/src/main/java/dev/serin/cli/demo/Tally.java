package dev.serin.cli.demo;

import java.util.Map;
import java.util.TreeMap;

/// What the users of the load have seen so far.
///
/// @param users how many there are
/// @param answers good answers by the version that gave them
/// @param failures answers of 500 and above, and requests without an answer
/// @param skipped requests that were not sent because too many were under way
public record Tally(int users, Map<String, Long> answers, long failures, long skipped) {
  /// Copies its map, in the order of the versions.
  public Tally {
    answers = java.util.Collections.unmodifiableMap(new TreeMap<>(answers));
  }

  /// True when the code that serves has run often enough to be compiled: after 600 requests, which
  /// take three seconds.
  public boolean warm() {
    return requests() >= 600;
  }

  /// All requests that were sent and are over.
  public long requests() {
    return failures + answers.values().stream().mapToLong(Long::longValue).sum();
  }
}
