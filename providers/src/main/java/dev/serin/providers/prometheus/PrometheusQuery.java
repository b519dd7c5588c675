package dev.serin.providers.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.core.engine.MetricProvider.Query;
import dev.serin.providers.http.Access;
import dev.serin.providers.http.Call;
import dev.serin.providers.http.Header;
import dev.serin.providers.http.Settings;
import dev.serin.providers.http.WebAddress;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes an HTTP call of what a manifest asks Prometheus.
final class PrometheusQuery {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final int LARGEST_ANSWER = 16 << 20;

  /// Longer queries travel in a form: many proxies refuse long addresses.
  private static final int LONGEST_ADDRESS = 2_000;

  private final PrometheusProvider.Addresses addresses;
  private final TimeExpressions times;

  PrometheusQuery(PrometheusProvider.Addresses addresses, TimeExpressions times) {
    this.addresses = addresses;
    this.times = times;
  }

  /// The call.
  ///
  /// @throws IllegalArgumentException when a setting can not be used
  Call call(Query query) {
    Settings settings = Settings.of(query.metric().provider());
    Settings range = settings.under("rangeQuery");
    if (range.isEmpty()) {
      return call(settings, settings.required("query"), query.at());
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("query", settings.required("query"));
    parameters.put("start", seconds(instant(range, "start", query.at())));
    parameters.put("end", seconds(instant(range, "end", query.at())));
    parameters.put("step", seconds(step(range)));
    return call(settings, "/api/v1/query_range", form(parameters));
  }

  /// The call for the value of any query at one moment.
  ///
  /// @throws IllegalArgumentException when a setting can not be used
  Call call(Settings settings, String query, Instant at) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("query", query);
    parameters.put("time", seconds(at));
    return call(settings, "/api/v1/query", form(parameters));
  }

  private Call call(Settings settings, String path, String form) {
    boolean inAddress = form.length() <= LONGEST_ADDRESS;
    List<Header> headers = new ArrayList<>(Header.of(settings));
    if (!inAddress) {
      headers.add(Header.FORM);
    }
    return new Call(
        inAddress ? "GET" : "POST",
        address(settings).below(path, inAddress ? form : ""),
        headers,
        inAddress ? "" : form,
        Access.of(settings),
        timeout(settings),
        LARGEST_ANSWER);
  }

  private WebAddress address(Settings settings) {
    if (addresses.override() != null) {
      return WebAddress.parse("the address that replaces every manifest's", addresses.override());
    }
    String written = settings.text("address").orElse(addresses.fallback());
    if (written == null || written.isEmpty()) {
      throw new IllegalArgumentException(
          settings.at("address")
              + " is missing, and no server is set for all manifests: name one, such as"
              + " http://prometheus:9090");
    }
    return WebAddress.parse(settings.at("address"), written);
  }

  private static Duration timeout(Settings settings) {
    long seconds = settings.whole("timeout").orElse(DEFAULT_TIMEOUT.toSeconds());
    if (seconds < 1 || seconds > 3_600) {
      throw new IllegalArgumentException(
          settings.at("timeout") + " is " + seconds + ": give 1 to 3600 seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  private Instant instant(Settings range, String name, Instant now) {
    String expression = range.required(name);
    try {
      return times.evaluate(expression, now);
    } catch (IllegalArgumentException noTime) {
      throw new IllegalArgumentException(
          "%s is `%s`: %s; give a time, such as now() - duration(\"5m\")"
              .formatted(range.at(name), expression, noTime.getMessage()),
          noTime);
    }
  }

  private static Duration step(Settings range) {
    String written = range.required("step");
    return switch (GoDuration.interval(written)) {
      case Checked.Valid<Duration>(var step) when step.toMillis() > 0 -> step;
      case Checked.Valid<Duration> _ ->
          throw new IllegalArgumentException(
              range.at("step") + " is " + written + ": give 1ms or more");
      case Checked.Invalid<Duration>(var why) ->
          throw new IllegalArgumentException(range.at("step") + ": " + why + "; give 30s or 1m");
    };
  }

  private static String seconds(Instant at) {
    return seconds(Duration.ofMillis(at.toEpochMilli()));
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).toPlainString();
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
