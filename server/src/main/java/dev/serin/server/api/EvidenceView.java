package dev.serin.server.api;

import dev.serin.core.analysis.Measurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a comparison has seen in the present update.
///
/// @param canary how many requests of the canary it rests on; `baseline` likewise
/// @param logE the natural logarithm of how many times the evidence against the canary has
///     multiplied
/// @param threshold the `logE` that calls the canary worse
/// @param evidence how much of what a promotion needs is there, 0 to 1
/// @param points one for each measurement, oldest first; the last may be under way
record EvidenceView(
    String run,
    String metric,
    String verdict,
    String sentence,
    long canary,
    long baseline,
    List<EstimateView> estimates,
    @Nullable Double logE,
    @Nullable Double threshold,
    @Nullable Double alpha,
    @Nullable Double anytimeP,
    @Nullable Double evidence,
    List<Point> points) {
  private static final String CANARY = " canary";

  /// One figure of both sides, with intervals that hold however often one looks.
  ///
  /// @param what such as `errors` or `p99`
  record EstimateView(
      String what,
      @Nullable Double canary,
      @Nullable Double baseline,
      @Nullable Bounds ratio,
      @Nullable Bounds difference) {}

  /// An interval. An open end is null.
  record Bounds(@Nullable Double lower, @Nullable Double upper) {}

  /// A look.
  record Point(
      Instant at,
      long canary,
      long baseline,
      List<EstimateView> estimates,
      @Nullable Double logE,
      @Nullable Double evidence) {
    static Point of(Measurement measurement) {
      Map<String, String> written = measurement.metadata();
      Instant finished = measurement.finishedAt();
      return new Point(
          finished == null ? measurement.startedAt() : finished,
          count(written, "canary"),
          count(written, "baseline"),
          EvidenceView.estimates(written),
          number(written.get("logE")),
          number(written.get("evidence")));
    }
  }

  /// Whether a measurement is one of a comparison.
  static boolean compares(Measurement measurement) {
    return measurement.metadata().containsKey("verdict")
        && measurement.metadata().containsKey("logE");
  }

  /// @param looks all of them in order; at least one
  static EvidenceView of(String run, String metric, List<Measurement> looks) {
    Map<String, String> last = looks.getLast().metadata();
    Double alpha = number(last.get("alpha"));
    return new EvidenceView(
        run,
        metric,
        last.getOrDefault("verdict", ""),
        last.getOrDefault("sentence", ""),
        count(last, "canary"),
        count(last, "baseline"),
        estimates(last),
        number(last.get("logE")),
        alpha == null || alpha <= 0 ? null : -Math.log(alpha),
        alpha,
        number(last.get("anytimeP")),
        number(last.get("evidence")),
        looks.stream().map(Point::of).toList());
  }

  private static List<EstimateView> estimates(Map<String, String> written) {
    List<EstimateView> estimates = new ArrayList<>();
    written.keySet().stream()
        .filter(key -> key.endsWith(CANARY))
        .map(key -> key.substring(0, key.length() - CANARY.length()))
        .sorted()
        .forEach(
            what ->
                estimates.add(
                    new EstimateView(
                        what,
                        number(written.get(what + CANARY)),
                        number(written.get(what + " baseline")),
                        bounds(written.get(what + " ratio")),
                        bounds(written.get(what + " difference")))));
    return List.copyOf(estimates);
  }

  private static @Nullable Bounds bounds(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int middle = text.indexOf(" to ");
    return middle < 0
        ? null
        : new Bounds(number(text.substring(0, middle)), number(text.substring(middle + 4)));
  }

  private static long count(Map<String, String> written, String name) {
    Double number = number(written.get(name));
    return number == null ? 0 : number.longValue();
  }

  /// JSON has neither infinities nor NaN.
  private static @Nullable Double number(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
