package dev.serin.routers.nginx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Logging of one in so many requests of the pool that a switch names.
final class Sampling {
  /// `split_clients` knows two decimals: beyond this, one draw is not exact enough.
  private static final int ONE_DRAW = 100;

  private Sampling() {}

  /// The switch that says which pool is sampled.
  ///
  /// @param pool 1 or 2
  static String switchOf(int pool) {
    return "sampled-" + pool;
  }

  /// A variable that is 1 for a request of this rollout that is to be logged: several rollouts can
  /// share a server.
  static List<String> http(Names names, int oneIn) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "map $serin_logged %s { %s 1; default \"\"; }"
            .formatted(names.variable("logged"), names.mark()));
    if (oneIn == 1) {
      return lines;
    }
    int first = Math.min(oneIn, ONE_DRAW);
    double second = Math.max(1.0, (double) oneIn / ONE_DRAW);
    lines.add(draw("log", names.variable("draw1"), first));
    lines.add(draw("log2", names.variable("draw2"), second));
    lines.add(
        "map \"%s%s\" %s { 11 %s; default \"\"; }"
            .formatted(
                names.variable("draw1"),
                names.variable("draw2"),
                names.variable("drawn"),
                names.mark()));
    return lines;
  }

  private static String draw(String salt, String variable, double oneIn) {
    return oneIn == 1
        ? "map \"\" %s { default 1; }".formatted(variable)
        : String.format(
            Locale.ROOT,
            "split_clients \"$request_id|%s\" %s { %.2f%% 1; * 0; }",
            salt,
            variable,
            Math.max(0.01, 100 / oneIn));
  }

  static List<String> location(Names names, int oneIn, String folder) {
    List<String> lines = new ArrayList<>();
    lines.add("set $serin_one_in 1;");
    lines.add("set $serin_logged %s;".formatted(names.mark()));
    if (oneIn > 1) {
      lines.add(
          "if (-f %s/sampled-$serin_number) { set $serin_one_in %d; set $serin_logged %s; }"
              .formatted(folder, oneIn, names.variable("drawn")));
    }
    return lines;
  }
}
