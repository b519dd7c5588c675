package dev.serin.providers.comparison;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.judge.Signal;
import dev.serin.judge.Terms;
import dev.serin.judge.sequential.Tolerance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a manifest says about a comparison, with the defaults put in.
///
/// @param terms with the alpha that the manifest names, before a family shares it out
/// @param config as the manifest has it, with the part `source`
/// @param maximumTime how long one measurement waits for evidence before it is inconclusive
/// @param warmUp how long nothing is judged after the canary's first requests, and after each
///     change of its share: code that runs for the first time is slow, and so are new connections
/// @param familyWise whether alpha is the chance of a false alarm of the whole analysis
record ComparisonSettings(
    ProviderConfig config, Terms terms, Duration maximumTime, Duration warmUp, boolean familyWise) {
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "signal",
              "source",
              "alpha",
              "margin",
              "quantiles",
              "dispersion",
              "minimumRequests",
              "maximumTime",
              "warmUp",
              "familyWise"));

  /// The settings of a manifest, or what is wrong with them and what would be right. Arguments must
  /// have been put in.
  static Checked<ComparisonSettings> of(ProviderConfig config) {
    Map<String, Object> settings = config.settings();
    try {
      for (String name : settings.keySet()) {
        if (!NAMES.contains(name)) {
          throw new Unusable("unknown setting " + name + "; settings are " + NAMES);
        }
      }
      return new Checked.Valid<>(read(config, settings));
    } catch (IllegalArgumentException unusable) {
      return new Checked.Invalid<>(String.valueOf(unusable.getMessage()));
    }
  }

  /// A setting that can not be used.
  private static final class Unusable extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }

    Unusable(String name, @Nullable Object value, String right) {
      super("setting %s must be %s, but is \"%s\"".formatted(name, right, value));
    }
  }

  private static ComparisonSettings read(ProviderConfig config, Map<String, Object> settings) {
    Signal signal = signal(settings.get("signal"));
    Terms usual = Terms.of(signal);
    Terms terms =
        new Terms(
            signal,
            alpha(settings.get("alpha"), usual.alpha()),
            margin(signal, settings.get("margin"), usual.margin()),
            minimum(settings.get("minimumRequests"), usual.minimumRequests()),
            dispersion(signal, settings.get("dispersion")),
            quantiles(signal, settings.get("quantiles"), usual.quantiles()));
    var _ = SourceSettings.read(config, signal);
    return new ComparisonSettings(
        config,
        terms,
        patience(settings.get("maximumTime")),
        time("warmUp", settings.get("warmUp"), signal == Signal.LATENCY ? WARM_UP : Duration.ZERO),
        flag(settings.get("familyWise")));
  }

  /// Whether the source streams: what a router counts is there at any moment.
  boolean streams() {
    return SourceSettings.read(config, terms.signal()) instanceof SourceSettings.Router;
  }

  private static Signal signal(@Nullable Object value) {
    String right = "errors, latency, traffic, saturation or custom";
    if (value == null) {
      throw new Unusable("setting signal is missing; it must be " + right);
    }
    return Signal.of(value.toString()).orElseThrow(() -> new Unusable("signal", value, right));
  }

  private static double alpha(@Nullable Object value, double usual) {
    double alpha = number("alpha", value, usual, "a chance above 0 and below 1, such as 0.01");
    if (!(alpha > 0 && alpha < 1)) {
      throw new Unusable("alpha", value, "a chance above 0 and below 1, such as 0.01");
    }
    return alpha;
  }

  private static Tolerance margin(Signal signal, @Nullable Object value, Tolerance usual) {
    if (value == null) {
      return usual;
    }
    boolean both = signal != Signal.TRAFFIC && signal != Signal.SATURATION;
    String right =
        signal == Signal.LATENCY
            ? "{relative: 0.1} or {absolute: 5ms}, or both"
            : both ? "{relative: 0.1} or {absolute: 0.001}, or both" : "{relative: 0.1}";
    if (!(value instanceof Map<?, ?> parts)
        || parts.isEmpty()
        || !(both ? Set.of("relative", "absolute") : Set.of("relative"))
            .containsAll(parts.keySet())) {
      throw new Unusable("margin", value, right);
    }
    double relative = number("margin.relative", parts.get("relative"), 0, "a number such as 0.1");
    double absolute =
        signal == Signal.LATENCY
            ? seconds(parts.get("absolute"))
            : number("margin.absolute", parts.get("absolute"), 0, "a number such as 0.001");
    if (!(relative >= 0 && relative <= 100) || !(absolute >= 0 && absolute < 1)) {
      throw new Unusable(
          "margin", value, "0 or more, at most 100 (relative) or below 1 (absolute): " + right);
    }
    if (relative == 0 && absolute == 0) {
      throw new Unusable(
          "margin", value, "above 0, or nothing could ever be shown to be not worse: " + right);
    }
    return new Tolerance(relative, absolute);
  }

  private static double seconds(@Nullable Object value) {
    return value == null ? 0 : duration("margin.absolute", value, "5ms").toNanos() / 1e9;
  }

  private static long minimum(@Nullable Object value, long usual) {
    String right = "a whole number of 1 or more, such as 1000";
    double minimum = number("minimumRequests", value, (double) usual, right);
    if (minimum < 1 || minimum != Math.rint(minimum) || minimum > 1e12) {
      throw new Unusable("minimumRequests", value, right);
    }
    return (long) minimum;
  }

  private static double dispersion(Signal signal, @Nullable Object value) {
    String right = "a number of 1 or more, for errors and custom only";
    boolean counted = signal == Signal.ERRORS || signal == Signal.CUSTOM;
    double dispersion = number("dispersion", value, 1, right);
    if (dispersion < 1 || (value != null && !counted)) {
      throw new Unusable("dispersion", value, right);
    }
    return dispersion;
  }

  private static List<Double> quantiles(Signal signal, @Nullable Object value, List<Double> usual) {
    if (value == null) {
      return usual;
    }
    String right = "a list of numbers above 0 and below 1, such as [0.5, 0.99], for latency only";
    if (signal != Signal.LATENCY || !(value instanceof List<?> list) || list.isEmpty()) {
      throw new Unusable("quantiles", value, right);
    }
    List<Double> quantiles = new ArrayList<>();
    for (Object item : list) {
      double quantile = number("quantiles", item, 0, right);
      if (!(quantile > 0 && quantile < 1)) {
        throw new Unusable("quantiles", value, right);
      }
      quantiles.add(quantile);
    }
    return quantiles;
  }

  private static Duration patience(@Nullable Object value) {
    Duration patience = time("maximumTime", value, Duration.ofHours(1));
    if (patience.isZero()) {
      throw new Unusable("maximumTime", value, "a duration above 0, such as 30m");
    }
    return patience;
  }

  private static Duration time(String name, @Nullable Object value, Duration usual) {
    return value == null ? usual : duration(name, value, "30m");
  }

  private static Duration duration(String name, Object value, String example) {
    if (GoDuration.interval(value.toString()) instanceof Checked.Valid<Duration>(Duration time)
        && !time.isNegative()) {
      return time;
    }
    throw new Unusable(name, value, "a duration such as " + example);
  }

  private static boolean flag(@Nullable Object value) {
    if (value == null || value.toString().equals("true")) {
      return true;
    }
    if (value.toString().equals("false")) {
      return false;
    }
    throw new Unusable("familyWise", value, "true or false");
  }

  private static double number(String name, @Nullable Object value, double usual, String right) {
    if (value == null) {
      return usual;
    }
    try {
      double number = Double.parseDouble(value.toString());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, as for a number that is not finite.
    }
    throw new Unusable(name, value, right);
  }
}
