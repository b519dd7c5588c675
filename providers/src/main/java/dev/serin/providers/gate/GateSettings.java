package dev.serin.providers.gate;

import dev.serin.core.analysis.Checked;
import dev.serin.core.analysis.GoDuration;
import dev.serin.core.engine.Gate;
import dev.serin.providers.http.Access;
import dev.serin.providers.http.Header;
import dev.serin.providers.http.Settings;
import dev.serin.providers.http.WebAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a manifest says of a gate.
///
/// @param metadata sent along as it is written
/// @param secret what requests are signed with; empty for none
/// @param timeout of one question
/// @param interval between two questions
/// @param expires how long it is asked; then the answer is no; empty for ever
/// @param refusalWaits true when an answer that refuses the question means "not yet"
/// @param step which one of the plan's steps it is, from 1
/// @param steps how many steps the plan has
record GateSettings(
    WebAddress address,
    Access access,
    List<Header> headers,
    Map<?, ?> metadata,
    String secret,
    Duration timeout,
    Duration interval,
    Optional<Duration> expires,
    boolean refusalWaits,
    long step,
    long steps) {
  private static final List<String> NAMES =
      List.of(
          "url",
          "headers",
          "body",
          "secret",
          "timeout",
          "interval",
          "expires",
          "refusal",
          "args",
          "authentication",
          "insecure",
          "caCert");

  /// @throws IllegalArgumentException that names the setting that can not be used
  static GateSettings of(Settings settings) {
    for (String name : settings.names()) {
      if (!NAMES.contains(name) && !name.equals(Gate.PLACE)) {
        throw new IllegalArgumentException(
            settings.at(name) + " is not known; known are " + String.join(", ", NAMES));
      }
    }
    Settings place = settings.under(Gate.PLACE);
    return new GateSettings(
        WebAddress.parse(settings.at("url"), settings.required("url")),
        Access.of(settings),
        Header.of(settings),
        metadata(settings),
        settings.text("secret").orElse(""),
        duration(settings, "timeout").orElse(Duration.ofSeconds(10)),
        duration(settings, "interval").orElse(Duration.ofSeconds(10)),
        duration(settings, "expires"),
        refusalWaits(settings),
        place.whole("step").orElse(0),
        place.whole("steps").orElse(0));
  }

  private static Map<?, ?> metadata(Settings settings) {
    return switch (settings.any("body").orElse(Map.of())) {
      case Map<?, ?> tree -> tree;
      case Object text -> Map.of("text", text);
    };
  }

  private static boolean refusalWaits(Settings settings) {
    String refusal = settings.text("refusal").orElse("deny");
    return switch (refusal) {
      case "deny" -> false;
      case "wait" -> true;
      default ->
          throw new IllegalArgumentException(
              settings.at("refusal") + " is \"" + refusal + "\": give deny or wait");
    };
  }

  private static Optional<Duration> duration(Settings settings, String name) {
    return settings
        .text(name)
        .map(
            text ->
                switch (GoDuration.interval(text)) {
                  case Checked.Valid<Duration>(var time) when time.toMillis() >= 100 -> time;
                  case Checked.Valid<Duration> _, Checked.Invalid<Duration> _ ->
                      throw new IllegalArgumentException(
                          settings.at(name)
                              + " is \""
                              + text
                              + "\": give a duration of at least 100ms, such as 10s or 4h");
                });
  }
}
