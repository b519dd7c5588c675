package dev.serin.routers.haproxy;

import dev.serin.core.engine.Backend;
import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import dev.serin.routers.BalancedRollout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What Serin adds to a configuration of HAProxy for one rollout that is steered by a map: lines of
/// the frontend that choose a pool for each request, and the two pools.
record Fragment(BalancedRollout rollout, Terms terms) implements Lines {
  private static final String COOKIE = "serin";
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private Names names() {
    return new Names(rollout.id());
  }

  private Path map() {
    return names().map(terms.maps());
  }

  @Override
  public List<String> rules() {
    List<String> lines = new ArrayList<>(new Scope(names(), terms).lines());
    lines.add(set("id", "req.cook(" + COOKIE + ")", ""));
    lines.add(set("new", "bool(true)", "!{ var(txn.serin_id) -m reg ^[0-9a-f-]{16,64}$ }"));
    lines.add(set("id", "uuid", "{ var(txn.serin_new) -m found }"));
    lines.add(set("weight", looked(RouteKey.WEIGHT), ""));
    lines.add(set("salt", looked(RouteKey.SALT), ""));
    lines.add(set("place", "var(txn.serin_id),concat(:,txn.serin_salt),xxh32,mod(1000000)", ""));
    lines.add(set("choice", pool(rollout.first()), ""));
    String below = "{ var(txn.serin_place),sub(txn.serin_weight) lt 0 }";
    lines.add(set("choice", pool(rollout.second()), below));
    for (int i = 0; i < rollout.headers().size(); i++) {
      lines.addAll(route("route" + i, rollout.headers().get(i)));
    }
    lines.addAll(sampling());
    return lines;
  }

  @Override
  public List<String> choice() {
    List<String> lines = new ArrayList<>();
    for (Backend backend : List.of(rollout.second(), rollout.first())) {
      String where = "{ var(txn.serin_choice) -m str -- %s }".formatted(backend.name());
      String section = names().section(backend.name());
      lines.add("use_backend %s if %s %s".formatted(section, mine(), where));
    }
    return lines;
  }

  private static String pool(Backend backend) {
    return "str(" + backend.name() + ")";
  }

  private String mine() {
    return names().condition("mine");
  }

  private String set(String variable, String value, String where) {
    return "http-request set-var(txn.serin_%s) %s if %s %s"
        .formatted(variable, value, mine(), where)
        .strip();
  }

  private String looked(String key) {
    return "str(%s),map_str_int(%s,0)".formatted(key, map());
  }

  private List<String> route(String name, Routing.HeaderRoute route) {
    List<String> lines = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (HeaderMatch match : route.match()) {
      String condition = names().condition(name + ":" + conditions.size());
      lines.add("acl %s %s".formatted(condition, test(match)));
      conditions.add(condition);
    }
    String variable = "txn.serin_" + name;
    lines.add(set(name, looked(RouteKey.of(route)), ""));
    lines.add(
        set("choice", pool(rollout.first()), on(variable, RouteKey.FIRST) + join(conditions)));
    lines.add(
        set("choice", pool(rollout.second()), on(variable, RouteKey.SECOND) + join(conditions)));
    return lines;
  }

  private static String on(String variable, int pool) {
    return "{ var(%s) -m int %d }".formatted(variable, pool);
  }

  private static String join(List<String> conditions) {
    return conditions.stream().map(condition -> " " + condition).collect(Collectors.joining());
  }

  /// A named condition, because a text in braces could close them.
  private static String test(HeaderMatch match) {
    if (!match.header().matches(TOKEN)) {
      throw new IllegalArgumentException(
          "the name of a header must have letters, digits and `-` only, but is \"%s\""
              .formatted(match.header()));
    }
    String how =
        switch (match.value()) {
          case TextMatch.Exact(String text) ->
              text.isEmpty() ? "reg -- ^$" : "str -- " + word(text);
          case TextMatch.Prefix(String text) ->
              text.isEmpty() ? "reg -- ^" : "beg -- " + word(text);
          case TextMatch.Regex(String text) -> "reg -- " + word("^(" + text + ")$");
        };
    return "req.fhdr(%s) -m %s".formatted(Word.of(match.header()), how);
  }

  private static String word(String text) {
    return Word.of(text);
  }

  private List<String> sampling() {
    List<String> lines = new ArrayList<>();
    lines.add(set("one_in", "int(1)", ""));
    if (terms.logSample() > 1) {
      lines.add(set("stable", looked(RouteKey.STABLE), ""));
      String sampled = "int(%d)".formatted(terms.logSample());
      lines.add(set("one_in", sampled, trusted(rollout.first(), RouteKey.FIRST)));
      lines.add(set("one_in", sampled, trusted(rollout.second(), RouteKey.SECOND)));
      // A louder line passes the filter of Serin's target; to silence the others would silence
      // them for the user's own log too.
      String louder = "http-request set-log-level notice if " + mine();
      lines.add(louder + " { var(txn.serin_one_in) -m int 1 }");
      lines.add(louder + " { rand(%d) eq 0 }".formatted(terms.logSample()));
    }
    return lines;
  }

  private static String trusted(Backend backend, int number) {
    return "{ var(txn.serin_stable) -m int %d } { var(txn.serin_choice) -m str -- %s }"
        .formatted(number, backend.name());
  }

  @Override
  public List<String> backends() {
    List<String> lines = new ArrayList<>();
    for (Backend backend : List.of(rollout.first(), rollout.second())) {
      lines.addAll(new PoolSection(names().section(backend.name()), backend, terms).lines());
      // Only what reaches a pool is logged as its request and gets a cookie.
      lines.add("  http-request set-var(txn.serin_pool) " + pool(backend));
      lines.add(
          "  http-after-response add-header Set-Cookie \"%s=%%[var(txn.serin_id)]; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax\" if { var(txn.serin_new) -m found }"
              .formatted(COOKIE));
    }
    return lines;
  }
}
