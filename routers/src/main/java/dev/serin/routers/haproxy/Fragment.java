package dev.serin.routers.haproxy;

import dev.serin.core.engine.Backend;
import dev.serin.core.rollout.RolloutId;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import java.util.ArrayList;
import java.util.List;

/// What Serin adds to a configuration of HAProxy for one rollout: lines of the frontend that choose
/// a pool for each request, and the two pools.
///
/// @param first the pool that gets the users above the weight in the map
/// @param second the pool that gets those below it
/// @param routes the header routes that the rollout's steps may switch on
/// @param map the file of the map, which HAProxy must be able to read
record Fragment(
    RolloutId rollout,
    Backend first,
    Backend second,
    List<Routing.HeaderRoute> routes,
    String map) {
  /// The value of a route's key in the map that leads to the first pool.
  static final int FIRST = 1;

  /// The same for the second pool.
  static final int SECOND = 2;

  private static final String COOKIE = "serin";

  /// Copies its list.
  Fragment {
    routes = List.copyOf(routes);
  }

  /// The lines for the frontend that users reach, without indentation.
  List<String> frontend() {
    List<String> lines = new ArrayList<>();
    lines.add(set("serin_id", "req.cook(" + COOKIE + ")"));
    lines.add(
        set("serin_new", "bool(true)") + " if !{ var(txn.serin_id) -m reg ^[0-9a-f-]{16,64}$ }");
    lines.add(set("serin_id", "uuid") + " if { var(txn.serin_new) -m found }");
    lines.add(set("serin_weight", looked("weight")));
    lines.add(set("serin_salt", looked("salt")));
    lines.add(set("serin_place", "var(txn.serin_id),concat(:,txn.serin_salt),xxh32,mod(1000000)"));
    lines.add(set("serin_pool", "str(" + first.name() + ")"));
    lines.add(
        set("serin_pool", "str(" + second.name() + ")")
            + " if { var(txn.serin_place),sub(txn.serin_weight) lt 0 }");
    routes.forEach(route -> lines.addAll(lines(route)));
    lines.add(
        ("http-after-response add-header Set-Cookie \"%s=%%[var(txn.serin_id)]; Path=/; "
                + "Max-Age=2592000; HttpOnly; SameSite=Lax\" if { var(txn.serin_new) -m found }")
            .formatted(COOKIE));
    lines.add("use_backend %[var(txn.serin_pool)]");
    return lines;
  }

  private List<String> lines(Routing.HeaderRoute route) {
    String where = " if { %s eq %d }" + conditions(route).replace("%", "%%");
    String key = looked("route:" + route.name());
    return List.of(
        set("serin_pool", "str(" + first.name() + ")") + where.formatted(key, FIRST),
        set("serin_pool", "str(" + second.name() + ")") + where.formatted(key, SECOND));
  }

  private static String set(String variable, String value) {
    return "http-request set-var(txn." + variable + ") " + value;
  }

  private String looked(String key) {
    return "str(%s),map_str_int(%s,0)".formatted(key, map);
  }

  private static String conditions(Routing.HeaderRoute route) {
    StringBuilder all = new StringBuilder();
    for (HeaderMatch match : route.match()) {
      String how =
          switch (match.value()) {
            case TextMatch.Exact _ -> "str";
            case TextMatch.Prefix _ -> "beg";
            case TextMatch.Regex _ -> "reg";
          };
      String text =
          match.value() instanceof TextMatch.Regex(String regex)
              ? "^(" + regex + ")$"
              : match.value().text();
      all.append(" { req.fhdr(%s) -m %s -- %s }".formatted(match.header(), how, quoted(text)));
    }
    return all.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /// The pools, each a section of its own.
  List<String> backends() {
    List<String> lines = new ArrayList<>();
    for (Backend backend : List.of(first, second)) {
      lines.add("backend " + backend.name());
      if (!backend.healthCheck().connectOnly()) {
        lines.add("  option httpchk GET " + backend.healthCheck().path());
      }
      int number = 1;
      for (Backend.Endpoint endpoint : backend.endpoints()) {
        lines.add(
            "  server s%d %s weight %d check inter %dms"
                .formatted(
                    number++,
                    endpoint.url().getAuthority(),
                    endpoint.weight(),
                    backend.healthCheck().interval().toMillis()));
      }
    }
    return lines;
  }
}
