package dev.serin.routers.nginx;

import dev.serin.core.traffic.HeaderMatch;
import dev.serin.core.traffic.RequestMatch;
import dev.serin.core.traffic.Routing;
import dev.serin.core.traffic.TextMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The routes that steps may switch on, as nginx' variables and names of switches. A route is its
/// name and its matches: two of one name that match differently are two.
///
/// @param headers most important first
/// @param mirrors most important first
record Routes(Names names, List<Routing.HeaderRoute> headers, List<Routing.MirrorRoute> mirrors) {
  /// Copies its lists, each route once.
  Routes {
    headers = headers.stream().distinct().toList();
    mirrors = List.copyOf(distinct(mirrors));
  }

  /// What is switched on, and which pool it leads to.
  ///
  /// @param pool 1 or 2
  static Map<String, String> switches(Routing routing, int pool) {
    Map<String, String> files = new TreeMap<>();
    routing.headers().forEach(route -> files.put(switchOf(route, pool), ""));
    for (Routing.MirrorRoute route : routing.mirrors()) {
      files.put("mirror-" + mark(route) + "-1", "");
      for (int part = 0; part < route.percentage(); part++) {
        files.put(copySwitch(route, part, pool), "");
      }
    }
    return files;
  }

  /// The switch of a header route.
  static String switchOf(Routing.HeaderRoute route, int pool) {
    return "route-" + mark(route) + "-1-" + pool;
  }

  private static String copySwitch(Routing.MirrorRoute route, int part, int pool) {
    return "copy-%s-%02d-%d".formatted(mark(route), part, pool);
  }

  /// How much of what a mirror route matches is copied by these switches, in percent.
  static int percentage(Routing.MirrorRoute route, Iterable<String> files) {
    int parts = 0;
    for (String file : files) {
      parts += file.startsWith("copy-" + mark(route) + "-") ? 1 : 0;
    }
    return parts;
  }

  /// True when nginx knows all of a routing's routes.
  boolean know(Routing routing) {
    return headers.containsAll(routing.headers())
        && routing.mirrors().stream()
            .allMatch(route -> mirrors.stream().anyMatch(it -> mark(it).equals(mark(route))));
  }

  private static List<Routing.MirrorRoute> distinct(List<Routing.MirrorRoute> all) {
    Map<String, Routing.MirrorRoute> once = new LinkedHashMap<>();
    all.forEach(route -> once.putIfAbsent(mark(route), route));
    return List.copyOf(once.values());
  }

  private static String mark(Routing.HeaderRoute route) {
    return Names.hash(route.toString()).substring(0, 8);
  }

  private static String mark(Routing.MirrorRoute route) {
    return Names.hash(route.name() + "\n" + route.match()).substring(0, 8);
  }

  /// The lines for the level of `http`.
  List<String> http() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      RequestMatch match = new RequestMatch(null, null, headers.get(i).match());
      lines.addAll(fits("h" + i, match.headers().isEmpty() ? List.of() : List.of(match)));
    }
    for (int i = 0; i < mirrors.size(); i++) {
      lines.addAll(fits("m" + i, mirrors.get(i).match()));
    }
    return lines;
  }

  /// A variable that is 1 when a request fits one of the matches.
  private List<String> fits(String name, List<RequestMatch> matches) {
    List<String> lines = new ArrayList<>();
    StringBuilder any = new StringBuilder();
    for (int i = 0; i < matches.size(); i++) {
      List<String> parts = parts(name + "_" + i, matches.get(i), lines);
      String variable = names.variable(name + "_" + i);
      lines.add(
          "map \"%s\" %s { \"%s\" 1; default 0; }"
              .formatted(String.join("", parts), variable, "1".repeat(parts.size())));
      any.append(variable);
    }
    lines.add("map \"%s\" %s { \"~1\" 1; default 0; }".formatted(any, names.variable(name)));
    return lines;
  }

  private List<String> parts(String name, RequestMatch match, List<String> lines) {
    List<String> parts = new ArrayList<>();
    add(lines, parts, name, new Part("$request_method", match.method()));
    add(lines, parts, name, new Part("$serin_path", match.path()));
    for (HeaderMatch header : match.headers()) {
      add(lines, parts, name, new Part(value(header.header()), header.value()));
    }
    return parts;
  }

  private record Part(String value, @Nullable TextMatch match) {}

  private void add(List<String> lines, List<String> parts, String name, Part part) {
    TextMatch match = part.match;
    if (match != null) {
      String variable = names.variable(name + "_" + parts.size());
      lines.add(
          "map %s %s { \"\" 0; %s 1; default 0; }"
              .formatted(part.value, variable, Expressions.of(match)));
      parts.add(variable);
    }
  }

  /// The variable that holds a header. Cookies are read without Serin's own, which a tester's
  /// browser sends too.
  private static String value(String header) {
    if (!header.matches("[A-Za-z0-9-]+")) {
      throw new IllegalArgumentException(
          "nginx can not read header \"%s\": its name may hold letters, digits and -"
              .formatted(Names.shown(header)));
    }
    String name = header.toLowerCase(Locale.ROOT).replace('-', '_');
    return name.equals("cookie") ? "$serin_cookies" : "$http_" + name;
  }

  /// The lines for the location that users reach, which put a number into `$serin_number`.
  List<String> location(String folder) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      String place =
          "%s/route-%s-%s".formatted(folder, mark(headers.get(i)), names.variable("h" + i));
      lines.add("if (-f %s-1) { set $serin_number 1; }".formatted(place));
      lines.add("if (-f %s-2) { set $serin_number 2; }".formatted(place));
    }
    return lines;
  }

  /// The lines for the location of copies, which put a pool into `$serin_copy`.
  List<String> copies(String folder) {
    List<String> lines = new ArrayList<>();
    lines.add("set $serin_mirror none;");
    lines.add("set $serin_copy \"\";");
    // The last that fits decides, so the least important comes first.
    for (int i = mirrors.size() - 1; i >= 0; i--) {
      String mark = mark(mirrors.get(i));
      lines.add(
          "if (-f %s/mirror-%s-%s) { set $serin_mirror %s; }"
              .formatted(folder, mark, names.variable("m" + i), mark));
    }
    for (String number : List.of("1", "2")) {
      lines.add(
          "if (-f %s/copy-$serin_mirror-$serin_portion-%s) { set $serin_copy %s; }"
              .formatted(folder, number, names.upstream(number)));
    }
    return lines;
  }
}
