package dev.serin.judge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is compared.
public enum Signal {
  /// Failures among requests.
  ERRORS(0.4),
  /// How long requests take.
  LATENCY(0.3),
  /// Whether the canary gets, and serves, its share of the requests.
  TRAFFIC(0.1),
  /// A level that is sampled in time, such as the use of a processor.
  SATURATION(0.2),
  /// Events among requests, or among any other counts.
  CUSTOM(0.2);

  private final double weight;

  Signal(double weight) {
    this.weight = weight;
  }

  /// Its part of a family's chance of a false alarm, before it is shared out among those that are
  /// there.
  public double weight() {
    return weight;
  }

  /// As manifests write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The signal of a manifest's word; empty when there is none.
  public static Optional<Signal> of(String word) {
    return Arrays.stream(values()).filter(signal -> signal.word().equals(word)).findFirst();
  }
}
