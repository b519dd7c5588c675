package dev.serin.manifest;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.manifest.tree.Value;
import java.time.Duration;

/// Durations of fields that the rules have passed.
final class Durations {
  private Durations() {}

  static Duration interval(Value value, Duration otherwise) {
    return value.text().isEmpty() ? otherwise : valid(GoDuration.interval(value.text()));
  }

  static Duration pause(String written) {
    return valid(GoDuration.pause(written));
  }

  /// Whole seconds, or `otherwise` when the field is not there.
  static Duration seconds(Value value, Duration otherwise) {
    return value.present() ? Duration.ofSeconds(value.whole(0)) : otherwise;
  }

  private static Duration valid(Checked<Duration> duration) {
    return switch (duration) {
      case Checked.Valid<Duration>(Duration time) -> time;
      case Checked.Invalid<Duration>(String why) -> throw new IllegalArgumentException(why);
    };
  }
}
