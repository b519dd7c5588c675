package dev.serin.cli;

import dev.serin.cli.judge.Past;
import dev.serin.cli.judge.Source;
import dev.serin.providers.kayenta.Scope;
import dev.serin.server.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of a time range in the past, in Prometheus.
final class PastOptions {
  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description = "Fetch each metric's query for both sides from here.")
  private @Nullable String prometheus;

  @Option(names = "--start", paramLabel = "TIME", description = "Such as 2026-11-23T08:00:00Z.")
  private @Nullable String start;

  @Option(names = "--end", paramLabel = "TIME", description = "Such as 2026-11-23T09:00:00Z.")
  private @Nullable String end;

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "Between two points. Default: 1m.")
  private Duration step = Duration.ofMinutes(1);

  @Option(
      names = "--control-offset",
      paramLabel = "DURATION",
      converter = DurationText.class,
      description = "Take the baseline from so much earlier. Default: 0.")
  private Duration offset = Duration.ZERO;

  @Option(
      names = "--control-scope",
      paramLabel = "TEXT",
      description = "What $${scope} is in the baseline's queries.")
  private @Nullable String controlScope;

  @Option(
      names = "--experiment-scope",
      paramLabel = "TEXT",
      description = "What $${scope} is in the canary's queries.")
  private @Nullable String experimentScope;

  @Option(
      names = "--control-param",
      paramLabel = "NAME=TEXT",
      description = "What $${NAME} is for the baseline, such as location=eu; repeat for more.")
  private Map<String, String> controlParameters = new LinkedHashMap<>();

  @Option(
      names = "--experiment-param",
      paramLabel = "NAME=TEXT",
      description = "What $${NAME} is for the canary; repeat for more.")
  private Map<String, String> experimentParameters = new LinkedHashMap<>();

  boolean isGiven() {
    return prometheus != null;
  }

  Source source() {
    if (prometheus == null || start == null || end == null) {
      throw new Refusal("--prometheus needs --start and --end");
    }
    Instant from = instant("--start", start);
    Instant to = instant("--end", end);
    try {
      return new Past(
          prometheus,
          new Scope(
              bindings(controlScope, controlParameters),
              from.minus(offset),
              to.minus(offset),
              step),
          new Scope(bindings(experimentScope, experimentParameters), from, to, step));
    } catch (IllegalArgumentException wrong) {
      throw new Refusal("--start, --end, --step: " + wrong.getMessage());
    }
  }

  private static Map<String, String> bindings(
      @Nullable String scope, Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>();
    if (scope != null) {
      all.put("scope", scope);
    }
    all.putAll(parameters);
    return all;
  }

  private static Instant instant(String option, String text) {
    try {
      return text.matches("[0-9]{1,12}")
          ? Instant.ofEpochSecond(Long.parseLong(text))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      throw new Refusal(option + " is \"" + text + "\": give a time such as 2026-11-23T08:00:00Z");
    }
  }
}
