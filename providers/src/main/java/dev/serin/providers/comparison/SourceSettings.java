package dev.serin.providers.comparison;

import dev.serin.core.analysis.ProviderConfig;
import dev.serin.judge.Signal;
import dev.serin.providers.http.Access;
import dev.serin.providers.http.Settings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The part `source` of a comparison's settings.
sealed interface SourceSettings {
  /// The rollout's own router counts.
  record Router() implements SourceSettings {}

  /// A Prometheus is asked.
  ///
  /// @param access address, timeout, headers and credentials
  /// @param queries with `{{population}}` in each
  /// @param populations what stands in its place for each side
  record Prometheus(Settings access, Map<Part, String> queries, Map<Population, String> populations)
      implements SourceSettings {
    /// Copies its maps, in the order of their keys.
    public Prometheus {
      queries = new EnumMap<>(queries);
      populations = new EnumMap<>(populations);
    }
  }

  /// Reads it. Arguments must have been put in.
  ///
  /// @throws IllegalArgumentException when it can not be used; the message says what is right
  static SourceSettings read(ProviderConfig config, Signal signal) {
    Settings settings = Settings.of(config);
    return switch (settings.any("source").orElse("router")) {
      case String word when word.equals("router") -> router(settings, signal);
      case Map<?, ?> _ -> Written.read(settings, signal);
      case String other ->
          throw new IllegalArgumentException(
              "%s must be router, or fields such as {prometheus: {...}}, but is \"%s\""
                  .formatted(settings.at("source"), other));
      case Object _ ->
          throw new IllegalArgumentException(
              settings.at("source") + " must be router, or fields such as {prometheus: {...}}");
    };
  }

  private static SourceSettings router(Settings settings, Signal signal) {
    if (signal != Signal.SATURATION && signal != Signal.CUSTOM) {
      return new Router();
    }
    throw new IllegalArgumentException(
        "%s is router, but no router measures the signal %s: give prometheus with %s"
            .formatted(settings.at("source"), signal.word(), words(Part.required(signal))));
  }

  private static String words(List<Part> parts) {
    return String.join(" and ", parts.stream().map(Part::word).toList());
  }

  /// What stands below `source`.
  final class Written {
    private static final List<String> ACCESS =
        List.of("address", "timeout", "headers", "insecure", "caCert", "authentication");
    private static final Pattern POPULATION = Pattern.compile("\\{\\{\\s*population\\s*}}");
    private static final Pattern RATE =
        Pattern.compile("\\b(rate|irate|increase|delta|idelta|deriv|histogram_\\w+)\\s*\\(");

    private Written() {}

    private static Prometheus read(Settings settings, Signal signal) {
      Settings source = settings.under("source");
      if (!source.names().equals(List.of("prometheus"))) {
        throw new IllegalArgumentException(
            "%s must hold prometheus alone, but holds %s"
                .formatted(settings.at("source"), names(source)));
      }
      Settings prometheus = source.under("prometheus");
      List<Part> known =
          Stream.concat(Part.required(signal).stream(), Part.optional(signal).stream()).toList();
      refuseUnknown(prometheus, signal, known);
      var _ = Access.of(prometheus);
      Map<Part, String> queries = new EnumMap<>(Part.class);
      Part.required(signal).forEach(part -> queries.put(part, prometheus.required(part.word())));
      Part.optional(signal)
          .forEach(
              part -> prometheus.text(part.word()).ifPresent(query -> queries.put(part, query)));
      queries.replaceAll((part, query) -> checked(prometheus.at(part.word()), part, query));
      return new Prometheus(prometheus, queries, populations(prometheus));
    }

    private static Map<Population, String> populations(Settings prometheus) {
      Map<Population, String> populations = new EnumMap<>(Population.class);
      for (Population population : Population.values()) {
        String word = population.word();
        populations.put(population, prometheus.text(word).orElse(word));
      }
      if (Set.copyOf(populations.values()).size() < populations.size()) {
        throw new IllegalArgumentException(
            "%s and %s are both \"%s\": name what tells the two sides apart"
                .formatted(
                    prometheus.at("canary"),
                    prometheus.at("baseline"),
                    populations.get(Population.CANARY)));
      }
      return populations;
    }

    private static String names(Settings settings) {
      return settings.names().isEmpty() ? "nothing" : String.join(" and ", settings.names());
    }

    private static void refuseUnknown(Settings prometheus, Signal signal, List<Part> known) {
      List<String> names = new ArrayList<>(known.stream().map(Part::word).toList());
      for (Population population : Population.values()) {
        names.add(population.word());
      }
      names.addAll(ACCESS);
      for (String name : prometheus.names()) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(
              "%s is unknown; for the signal %s there are %s"
                  .formatted(prometheus.at(name), signal.word(), String.join(", ", names)));
        }
      }
    }

    private static String checked(String place, Part part, String query) {
      if (!POPULATION.matcher(query).find()) {
        throw new IllegalArgumentException(
            place
                + " asks the same for both sides: select each by {{population}}, which becomes canary"
                + " or baseline, or what `canary` and `baseline` beside the query say");
      }
      var rate = RATE.matcher(query);
      if (part.counter() && rate.find()) {
        throw new IllegalArgumentException(
            "%s uses %s(): give the counter itself; what it grew by is found from draw to draw"
                .formatted(place, rate.group(1)));
      }
      return POPULATION.matcher(query).replaceAll("{{population}}");
    }
  }
}
