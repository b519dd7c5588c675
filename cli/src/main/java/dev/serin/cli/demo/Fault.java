package dev.serin.cli.demo;

import java.time.Duration;
import java.util.Locale;

/// What is wrong with a version of the demo's service. It begins some seconds after the
/// first request, so that it can be seen to happen.
public enum Fault {
  /// Nothing.
  NONE("is as good as the version before"),
  /// Every tenth request is answered with 500.
  ERRORS("will answer every tenth request with an error"),
  /// Every tenth request takes 400 to 700 ms longer, which an average would hide.
  LATENCY("will be slow for every tenth request"),
  /// It stops listening: connections are refused.
  CRASH("will crash");

  /// How long a bad version is good after its first request.
  static final Duration GRACE = Duration.ofSeconds(4);

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /// The word on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The rest of a sentence that begins with the version.
  String words() {
    return words;
  }
}
