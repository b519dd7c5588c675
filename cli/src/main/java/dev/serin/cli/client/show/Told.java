package dev.serin.cli.client.show;

import dev.serin.cli.client.Seen;
import dev.serin.cli.view.Figures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Parts of a rollout in a few words.
final class Told {
  private Told() {}

  /// A percentage without needless zeros; `-` when there is none.
  static String percent(double percent) {
    return Double.isNaN(percent)
        ? "-"
        : BigDecimal.valueOf(percent)
            .setScale(4, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
  }

  /// How long ago something was; empty when it never was.
  static String ago(Optional<Instant> time, Instant now) {
    return time.map(at -> Figures.time(Duration.between(at, now))).orElse("");
  }

  /// Where a rollout is in its plan: `1/8`; empty when it has none.
  static String step(Seen rollout) {
    Optional<Seen> step = rollout.part("step");
    int steps = rollout.parts("steps").size();
    if (step.isPresent()) {
      return step.get().count("index") + "/" + step.get().count("count");
    }
    return steps > 0 && rollout.text("phase").equals("Healthy") ? steps + "/" + steps : "";
  }

  /// What a rollout waits for, with the time that is left; empty for nothing.
  static String waiting(Seen rollout, Instant now) {
    return rollout
        .part("waiting")
        .filter(waiting -> !waiting.text("what").isEmpty())
        .map(waiting -> waiting.text("what") + left(waiting.time("until"), now))
        .orElse("");
  }

  private static String left(Optional<Instant> until, Instant now) {
    return until
        .map(end -> Duration.between(now, end))
        .filter(left -> !left.isNegative())
        .map(left -> " (" + Figures.left(left) + " left)")
        .orElse("");
  }
}
