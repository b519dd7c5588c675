package dev.serin.routers.nginx;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.core.traffic.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What Serin adds to a configuration of nginx for one rollout: a file for the level of `http`,
/// with identity, routes and the two pools, and one for the `server` or `location` that users
/// reach, which puts the name of a pool into a variable.
///
/// @param first the pool of the users that no file stands for
/// @param second the pool of those whose bucket is a file
/// @param headers the header routes that the rollout's steps may switch on
/// @param mirrors the mirror routes that they may switch on
/// @param folder the path of the folder of switches, which nginx' workers must be able to read
record Include(
    RolloutId rollout,
    Backend first,
    Backend second,
    List<Routing.HeaderRoute> headers,
    List<Routing.MirrorRoute> mirrors,
    String folder) {
  private static final int PORTIONS = 256;

  /// Copies its lists.
  Include {
    headers = List.copyOf(headers);
    mirrors = List.copyOf(mirrors);
  }

  /// The file that switches a header route on.
  static String switchOf(Routing.HeaderRoute route, boolean toSecond) {
    return "route-" + route.name() + "-1-" + (toSecond ? "2" : "1");
  }

  /// The files that switch a mirror route on, for its share of the requests.
  static List<String> switchesOf(Routing.MirrorRoute route, boolean toSecond) {
    List<String> names = new ArrayList<>();
    int portions = Math.round(route.percentage() * PORTIONS / 100f);
    for (int portion = 0; portion < portions; portion++) {
      names.add(
          String.format(
              Locale.ROOT, "mirror-%s-1-%02x-%s", route.name(), portion, toSecond ? "2" : "1"));
    }
    return names;
  }

  /// The share of the users that these files stand for.
  static Weight share(Set<String> files) {
    long buckets =
        files.stream()
            .mapToLong(
                name -> name.matches("[0-9a-f]{3}") ? 256 : name.matches("[0-9a-f]{5}") ? 1 : 0)
            .sum();
    return new Weight(
        (int) Math.min(Weight.SCALE, Math.round((double) buckets * Weight.SCALE / Buckets.ALL)));
  }

  private String variable(String what) {
    return "$serin_" + rollout.name().replaceAll("[^A-Za-z0-9]", "_") + "_" + what;
  }

  /// The variable that names the pool, for `proxy_pass http://...`.
  String pool() {
    return variable("pool");
  }

  /// The file for the level of `http`.
  String http() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "map $cookie_serin %s { \"~^[0-9a-f]{32}$\" $cookie_serin; default $request_id; }"
            .formatted(variable("id")));
    lines.add(
        "map $cookie_serin %s { \"~^[0-9a-f]{32}$\" \"\"; default \"serin=$request_id; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax\"; }"
            .formatted(variable("cookie")));
    lines.add(digits("id", "group", 3));
    lines.add(digits("id", "bucket", 5));
    for (int i = 0; i < headers.size(); i++) {
      lines.addAll(header(headers.get(i).match(), "route" + i));
    }
    lines.addAll(upstream(first));
    lines.addAll(upstream(second));
    return String.join("\n", lines) + "\n";
  }

  private String digits(String from, String to, int count) {
    String name = variable(to).substring(1) + "_digits";
    return "map %s %s { \"~^(?<%s>[0-9a-f]{%d})\" $%s; default none; }"
        .formatted(variable(from), variable(to), name, count, name);
  }

  private List<String> header(List<HeaderMatch> matches, String name) {
    List<String> lines = new ArrayList<>();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < matches.size(); i++) {
      String variable = variable(name + "_" + i);
      String header = "$http_" + matches.get(i).header().toLowerCase(Locale.ROOT).replace('-', '_');
      lines.add(
          "map %s %s { %s 1; default 0; }"
              .formatted(header, variable, pattern(matches.get(i).value())));
      all.append(variable);
    }
    lines.add(
        "map \"%s\" %s { \"%s\" 1; default 0; }"
            .formatted(all, variable(name), "1".repeat(matches.size())));
    return lines;
  }

  private static String pattern(TextMatch match) {
    return switch (match) {
      case TextMatch.Exact(String text) -> quoted("~^" + literal(text) + "$");
      case TextMatch.Prefix(String text) -> quoted("~^" + literal(text));
      case TextMatch.Regex(String text) -> quoted("~^(?:" + text + ")$");
    };
  }

  private static String literal(String text) {
    return text.replaceAll("[^A-Za-z0-9_ -]", "\\\\$0");
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static List<String> upstream(Backend backend) {
    List<String> lines = new ArrayList<>();
    lines.add("upstream " + backend.name() + " {");
    backend
        .endpoints()
        .forEach(
            endpoint ->
                lines.add(
                    "  server %s weight=%d;"
                        .formatted(endpoint.url().getAuthority(), endpoint.weight())));
    lines.add("  keepalive 64;");
    lines.add("  keepalive_requests 100000;");
    lines.add("}");
    return lines;
  }

  /// The file for the `server` or `location` that users reach.
  String location() {
    List<String> lines = new ArrayList<>();
    lines.add("set %s %s;".formatted(pool(), first.name()));
    lines.add(
        "if (-f %s/%s) { set %s %s; }".formatted(folder, variable("group"), pool(), second.name()));
    lines.add(
        "if (-f %s/%s) { set %s %s; }"
            .formatted(folder, variable("bucket"), pool(), second.name()));
    for (int i = 0; i < headers.size(); i++) {
      String place =
          "%s/route-%s-%s".formatted(folder, headers.get(i).name(), variable("route" + i));
      lines.add("if (-f %s-1) { set %s %s; }".formatted(place, pool(), first.name()));
      lines.add("if (-f %s-2) { set %s %s; }".formatted(place, pool(), second.name()));
    }
    return String.join("\n", lines) + "\n";
  }
}
