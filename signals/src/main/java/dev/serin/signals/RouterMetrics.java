package dev.serin.signals;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.MetricProvider;
import dev.serin.core.engine.Workload;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.Revision;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers `serin/router`: what the router of a rollout measured of one of its populations.
///
/// - `errors`: the share of requests in the window that ended with 500 or above, or with a code of
///   gRPC that blames the server (see [GrpcCode]), 0 to 1; a backend that could not be reached,
///   broke off or was late counts as one of these; what a client gave up, a copy, and what the
///   router refused before it knew a population do not count at all;
/// - `latency`: a quantile in seconds;
/// - `requests`: answered requests per second;
/// - `available`: 1 when the population can take traffic by the checks of its endpoints, else 0.
///
/// With no request in the window `errors` and `latency` have no value, which no condition takes
/// for a success.
public final class RouterMetrics implements MetricProvider {
  /// Its word in a manifest.
  public static final String KIND = "serin/router";

  private static final String SETTINGS = "settings are signal, population, quantile and window";

  private final Source source;

  /// @param source is asked anew for each reading
  public RouterMetrics(Source source) {
    this.source = source;
  }

  /// What the routers of rollouts measured.
  public interface Source {
    /// The numbers of a rollout, or why there are none.
    ///
    /// @param window how far back the recent ones go, 1 s to 10 min
    Checked<Signals> signals(RolloutId rollout, Duration window);

    /// Whether a revision of a rollout can take traffic.
    Workload.Health health(RolloutId rollout, Revision revision);
  }

  private enum Signal {
    ERRORS,
    LATENCY,
    REQUESTS,
    AVAILABLE
  }

  private record Question(Signal signal, Role population, double quantile, Duration window) {}

  /// A setting that can not be used.
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String name, Object value, String right) {
      super("setting %s must be %s, but is \"%s\"".formatted(name, right, value));
    }

    Unusable(String message) {
      super(message);
    }
  }

  /// What is wrong with the settings, and what is right; empty when they can be used. Arguments
  /// must have been put in.
  public static Optional<String> problem(Map<String, Object> settings) {
    try {
      var _ = question(settings);
      return Optional.empty();
    } catch (Unusable unusable) {
      return Optional.of(KIND + ": " + unusable.getMessage());
    }
  }

  @Override
  public Reading read(Query query) {
    try {
      return answer(query.rollout(), question(query.metric().provider().settings()));
    } catch (Unusable unusable) {
      return new Reading.Unavailable(KIND + ": " + unusable.getMessage());
    }
  }

  private Reading answer(RolloutId rollout, Question question) {
    return switch (source.signals(rollout, question.window())) {
      case Checked.Invalid<Signals>(var why) -> new Reading.Unavailable(why);
      case Checked.Valid<Signals>(var signals) ->
          signals
              .current(question.population())
              .map(population -> answer(rollout, question, population))
              .orElseGet(
                  () ->
                      new Reading.Unavailable(
                          "the router has no routing yet, so it measured nothing"));
    };
  }

  private Reading answer(RolloutId rollout, Question question, Signals.Population population) {
    return switch (question.signal()) {
      case ERRORS -> {
        var share = population.recent().errorShare();
        yield share.isEmpty() ? nothing(question) : scalar(share.getAsDouble());
      }
      case LATENCY ->
          population
              .latency()
              .quantile(question.quantile())
              .map(time -> scalar(time.toNanos() / 1e9))
              .orElseGet(() -> nothing(question));
      case REQUESTS -> scalar(population.recent().perSecond());
      case AVAILABLE ->
          switch (source.health(rollout, population.revision())) {
            case Workload.Health.Available _ -> scalar(1);
            case Workload.Health.Unavailable _ -> scalar(0);
          };
    };
  }

  private static Reading scalar(double value) {
    String shown = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    return new Reading.Value(new Result.Scalar(value), shown, Map.of());
  }

  private static Reading nothing(Question question) {
    String why =
        "no request of the %s in the last %d s"
            .formatted(question.population().label(), question.window().toSeconds());
    return new Reading.Value(new Result.Nothing(), "", Map.of("noData", why));
  }

  private static Question question(Map<String, Object> settings) throws Unusable {
    for (String name : settings.keySet()) {
      switch (name) {
        case "signal", "population", "quantile", "window" -> {}
        default -> throw new Unusable("unknown setting " + name + "; " + SETTINGS);
      }
    }
    if (!settings.containsKey("signal")) {
      throw new Unusable(
          "setting signal is missing; it must be errors, latency, requests or available");
    }
    return new Question(
        word(settings, "signal", Signal.ERRORS, "errors, latency, requests or available"),
        word(settings, "population", Role.CANARY, "canary or stable"),
        quantile(settings.get("quantile")),
        window(settings.get("window")));
  }

  private static <E extends Enum<E>> E word(
      Map<String, Object> settings, String name, E unless, String right) throws Unusable {
    Object value = settings.get(name);
    if (value == null) {
      return unless;
    }
    for (E constant : unless.getDeclaringClass().getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    throw new Unusable(name, value, right);
  }

  private static double quantile(@Nullable Object value) throws Unusable {
    if (value == null) {
      return 0.99;
    }
    try {
      double quantile = Double.parseDouble(value.toString());
      if (quantile > 0 && quantile <= 1) {
        return quantile;
      }
    } catch (NumberFormatException _) {
      // Said below, as for a number out of range.
    }
    throw new Unusable("quantile", value, "a number above 0 and up to 1, such as 0.99");
  }

  private static Duration window(@Nullable Object value) throws Unusable {
    if (value == null) {
      return Duration.ofMinutes(1);
    }
    if (GoDuration.interval(value.toString()) instanceof Checked.Valid<Duration>(Duration time)
        && time.toSeconds() >= 1
        && time.compareTo(Series.KEPT) <= 0) {
      return time;
    }
    throw new Unusable("window", value, "a duration of 1s to 10m, such as 1m");
  }
}
