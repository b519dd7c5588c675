package dev.serin.server.router;

import dev.serin.core.analysis.Checked;
import dev.serin.core.rollout.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which router carries a rollout, and what its manifest says to it.
///
/// @param settings a tree of maps, lists, texts, numbers and booleans; null when none are written
public record RouterChoice(Kind kind, @Nullable Object settings) {
  /// Serin's own gateway, which needs nothing to be said.
  public static final RouterChoice GATEWAY = new RouterChoice(Kind.GATEWAY, null);

  /// The routers that can be steered from here.
  public enum Kind {
    /// Serin's own.
    GATEWAY,
    /// Stock nginx.
    NGINX,
    /// Stock HAProxy.
    HAPROXY;

    private static final String PREFIX = "serin/";

    /// Its word in a manifest, such as `serin/nginx`.
    public String word() {
      return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    private boolean called(String text) {
      return text.equals(word()) || text.equals(word().substring(PREFIX.length()));
    }
  }

  /// The router that a command line asks for, else the one that a manifest names, else the gateway.
  ///
  /// @param asked such as `nginx` or `serin/nginx`; null when none is asked for
  /// @return or why none of those can be steered from here
  public static Checked<RouterChoice> of(Strategy strategy, @Nullable String asked) {
    Map<String, Object> named = routers(strategy);
    if (asked != null) {
      return Stream.of(Kind.values())
          .filter(kind -> kind.called(asked))
          .findFirst()
          .<Checked<RouterChoice>>map(
              kind -> new Checked.Valid<>(new RouterChoice(kind, named.get(kind.word()))))
          .orElseGet(
              () ->
                  new Checked.Invalid<>(
                      "--router '" + asked + "' is not there; there are: gateway, nginx, haproxy"));
    }
    List<RouterChoice> known = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (named.containsKey(kind.word())) {
        known.add(new RouterChoice(kind, named.get(kind.word())));
      }
    }
    if (known.size() == 1 && named.size() == 1) {
      return new Checked.Valid<>(known.getFirst());
    }
    return named.isEmpty() ? new Checked.Valid<>(GATEWAY) : new Checked.Invalid<>(unclear(named));
  }

  /// This router, with what a manifest says to it.
  public static RouterChoice named(Kind kind, Strategy strategy) {
    return new RouterChoice(kind, routers(strategy).get(kind.word()));
  }

  private static Map<String, Object> routers(Strategy strategy) {
    return strategy instanceof Strategy.Canary canary ? canary.traffic().routers() : Map.of();
  }

  private static String unclear(Map<String, Object> named) {
    String names = String.join(", ", named.keySet().stream().sorted().toList());
    return named.size() > 1
        ? "trafficRouting names several routers (%s), and one carries a rollout; choose it with --router gateway, nginx or haproxy"
            .formatted(names)
        : "trafficRouting names %s, which can not be steered from here yet; --router gateway puts Serin's own gateway in its place, --router nginx or haproxy one of these"
            .formatted(names);
  }
}
