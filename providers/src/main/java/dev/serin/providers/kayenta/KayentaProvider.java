package dev.serin.providers.kayenta;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.core.analysis.Metric;
import dev.serin.core.analysis.ProviderConfig;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.MetricProvider;
import dev.serin.judge.kayenta.CanaryConfig;
import dev.serin.judge.kayenta.MetricPair;
import dev.serin.judge.kayenta.NetflixJudge;
import dev.serin.judge.kayenta.Thresholds;
import dev.serin.judge.kayenta.UnjudgeableException;
import dev.serin.providers.http.Access;
import dev.serin.providers.http.Header;
import dev.serin.providers.http.HttpCaller;
import dev.serin.providers.http.Settings;
import dev.serin.providers.http.WebAddress;
import dev.serin.providers.prometheus.PrometheusProvider.Addresses;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges a canary as Kayenta does, from series of Prometheus or of a web service.
///
/// Settings: `config` (a canary config, of which metrics and classifier are needed); `prometheus`
/// (as Argo's, without a query) with `lookback`, `step`, `control` and `experiment`; or `web` (as
/// Argo's), whose answer is Kayenta's list of metric set pairs. A score that passes is Successful,
/// a marginal one Inconclusive, any other Failed; without data nothing passes.
public final class KayentaProvider implements MetricProvider {
  /// The provider's word in manifests.
  public static final String KIND = "serin/kayenta-judge";

  private static final Duration DEFAULT_STEP = Duration.ofMinutes(1);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private final HttpCaller http;
  private final Addresses addresses;
  private final MetricProvider web;

  /// A provider for all rollouts of a process.
  ///
  /// @param web answers metrics whose data comes from a web service
  public KayentaProvider(HttpCaller http, Addresses addresses, MetricProvider web) {
    this.http = http;
    this.addresses = addresses;
    this.web = web;
  }

  @Override
  public Reading read(Query query) {
    try {
      return reading(query);
    } catch (UnjudgeableException | IllegalArgumentException unusable) {
      return new Reading.Unavailable("Kayenta's judge: " + unusable.getMessage());
    }
  }

  private Reading reading(Query query) {
    Settings settings = Settings.of(query.metric().provider());
    CanaryConfig config = config(settings);
    if (!settings.under("web").isEmpty()) {
      return fromWeb(config, query);
    }
    PrometheusPairs pairs =
        new PrometheusPairs(new RangeQueries(http, server(settings.under("prometheus"))));
    Scope control = scope(settings, "control", query.at());
    return switch (pairs.fetch(config, control, scope(settings, "experiment", query.at()))) {
      case PrometheusPairs.Fetched.Failed(var why) -> new Reading.Unavailable(why);
      case PrometheusPairs.Fetched.Pairs(var all) ->
          judged(config, all.stream().map(TimedPair::pair).toList());
    };
  }

  private static CanaryConfig config(Settings settings) {
    if (settings.any("config").orElse("") instanceof Map<?, ?> tree) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      tree.forEach((name, value) -> fields.put("" + name, asInJson(value)));
      return CanaryConfig.of(fields);
    }
    throw new IllegalArgumentException(
        settings.at("config") + " must hold a canary config: metrics and classifier");
  }

  /// Whole numbers as a JSON reader makes them, which is what the judge's rules for types ask for.
  private static @Nullable Object asInJson(@Nullable Object node) {
    return switch (node) {
      case Long number when number.intValue() == number -> number.intValue();
      case List<?> list -> list.stream().map(KayentaProvider::asInJson).toList();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put("" + name, asInJson(value)));
        yield copy;
      }
      case null, default -> node;
    };
  }

  private static Reading judged(CanaryConfig config, List<MetricPair> pairs) {
    Thresholds thresholds = config.thresholds();
    if (thresholds == null) {
      throw new IllegalArgumentException(
          "config.classifier.scoreThresholds is missing: give pass and marginal");
    }
    return Conclusion.of(new NetflixJudge().judge(config, thresholds, pairs), pairs);
  }

  /// The web provider asks; what it finds is judged.
  private Reading fromWeb(CanaryConfig config, Query query) {
    Metric metric = query.metric();
    Map<String, Object> settings = new LinkedHashMap<>();
    if (metric.provider().settings().get("web") instanceof Map<?, ?> tree) {
      tree.forEach((name, value) -> settings.put("" + name, value));
    }
    Metric asking =
        new Metric(
            metric.name(),
            metric.interval(),
            metric.initialDelay(),
            metric.count(),
            metric.successCondition(),
            metric.failureCondition(),
            metric.limits(),
            new ProviderConfig("web", settings));
    Reading reading = web.read(new Query(query.rollout(), query.run(), asking, query.at()));
    if (reading instanceof Reading.Value value) {
      return value.result() instanceof Result.Json(var document)
          ? judged(config, MetricPair.allOf(document))
          : new Reading.Unavailable("web: the answer is no JSON list of metric pairs");
    }
    return reading;
  }

  private RangeQueries.Server server(Settings prometheus) {
    String written = prometheus.text("address").orElse(addresses.fallback());
    String address = addresses.override() == null ? written : addresses.override();
    if (address == null || address.isEmpty()) {
      throw new IllegalArgumentException(
          prometheus.at("address") + " is missing: name one, such as http://prometheus:9090");
    }
    long seconds = prometheus.whole("timeout").orElse(DEFAULT_TIMEOUT.toSeconds());
    if (seconds < 1 || seconds > 3_600) {
      throw new IllegalArgumentException(
          prometheus.at("timeout") + " is " + seconds + ": give 1 to 3600 seconds");
    }
    return new RangeQueries.Server(
        WebAddress.parse(prometheus.at("address"), address),
        Header.of(prometheus),
        Access.of(prometheus),
        Duration.ofSeconds(seconds));
  }

  private static Scope scope(Settings settings, String side, Instant now) {
    Settings one = settings.under(side);
    Map<String, String> bindings = new LinkedHashMap<>();
    if (settings.any(side).orElse(Map.of()) instanceof Map<?, ?> tree) {
      tree.keySet().forEach(name -> bindings.put("" + name, one.text("" + name).orElse("")));
    }
    Duration lookback = duration(settings, "lookback", Duration.ZERO);
    if (lookback.isZero()) {
      throw new IllegalArgumentException(
          settings.at("lookback") + " is missing: say how far back to look, such as 30m");
    }
    return new Scope(bindings, now.minus(lookback), now, duration(settings, "step", DEFAULT_STEP));
  }

  private static Duration duration(Settings settings, String name, Duration otherwise) {
    String written = settings.text(name).orElse("");
    if (written.isEmpty()) {
      return otherwise;
    }
    return switch (GoDuration.interval(written)) {
      case Checked.Valid<Duration>(var time) when time.toMillis() > 0 -> time;
      case Checked.Valid<Duration> _ ->
          throw new IllegalArgumentException(
              settings.at(name) + " is " + written + ": give 1ms or more");
      case Checked.Invalid<Duration>(var why) ->
          throw new IllegalArgumentException(settings.at(name) + ": " + why);
    };
  }
}
