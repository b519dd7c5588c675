package dev.serin.judge;

import java.util.List;

/// The tests of one signal, and what they have seen.
sealed interface SignalTests permits EventTests, LatencyTests, TrafficTests, LevelTests {
  /// Tests that have seen nothing.
  static SignalTests of(Terms terms) {
    return switch (terms.signal()) {
      case ERRORS, CUSTOM -> new EventTests(terms);
      case LATENCY -> new LatencyTests(terms);
      case TRAFFIC -> new TrafficTests(terms);
      case SATURATION -> new LevelTests(terms);
    };
  }

  /// What [#into] put into a parcel.
  static SignalTests of(Terms terms, Parcel.Parts parts) {
    return switch (terms.signal()) {
      case ERRORS, CUSTOM -> EventTests.of(terms, parts);
      case LATENCY -> LatencyTests.of(terms, parts);
      case TRAFFIC -> TrafficTests.of(terms, parts);
      case SATURATION -> LevelTests.of(terms, parts);
    };
  }

  /// Takes in what came of both sides.
  ///
  /// @throws IllegalArgumentException when the sample is not of the kind that the signal needs
  void add(Sample sample);

  /// Learns from what the baseline served before; only latencies have something to learn.
  default void learn(Served baseline) {}

  /// How strong the evidence is that the canary is worse.
  Strength strength();

  /// Where it stands.
  ///
  /// @param worse whether the canary was called worse
  Standing standing(boolean worse);

  /// The figures of both sides.
  List<Estimate> estimates();

  /// Puts all that it knows into a parcel.
  void into(Parcel parcel);
}
