package dev.serin.cli.demo;

import java.time.Duration;
import java.util.Locale;

/// What is wrong with a version of the demo's service. It begins some seconds after the
/// first request, so that it can be seen to happen.
public enum Fault {
  /// Nothing.
  NONE(0, "is as good as the version before"),
  /// Every tenth request is answered with 500.
  ERRORS(0.1, "will answer every tenth request with an error"),
  /// Every fifth request takes 600 to 900 ms longer.
  LATENCY(0.2, "will be slow for every fifth request"),
  /// It stops listening: connections are refused.
  CRASH(1, "will crash");

  /// How long a bad version is good after its first request.
  static final Duration GRACE = Duration.ofSeconds(4);

  private final double share;
  private final String words;

  Fault(double share, String words) {
    this.share = share;
    this.words = words;
  }

  /// The word on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The share of requests that it strikes, 0 to 1.
  double share() {
    return share;
  }

  /// The rest of a sentence that begins with the version.
  String words() {
    return words;
  }
}
