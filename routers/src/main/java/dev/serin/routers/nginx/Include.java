package dev.serin.routers.nginx;

import dev.serin.core.engine.Backend;
import dev.serin.routers.BalancedRollout;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Serin adds to a configuration of nginx for one rollout. It holds no revision and no weight:
/// pools and switches stay as they are from release to release.
///
/// @param version of nginx, `1.22.1`
record Include(
    BalancedRollout rollout,
    Names names,
    Routes routes,
    NginxSettings settings,
    Split split,
    String version) {
  private static final String FIRST = "# serin/nginx";

  /// A file for what all rollouts of one nginx share.
  static final String SHARED = "serin.http";

  private static final String FORMAT =
      "log_format serin 'serin/nginx $serin_rollout $serin_name $status $request_time"
          + " $serin_one_in $upstream_response_time';";

  /// A cache of files would know switches that are gone, for as long as it trusts itself.
  private static final String NO_CACHE = "open_file_cache off;";

  /// @throws IllegalArgumentException when something of the rollout can not be said to nginx
  static Include of(
      BalancedRollout rollout,
      NginxSettings settings,
      NginxSettings.Mechanism mechanism,
      String version) {
    Names names = Names.of(rollout.id());
    checkPools(rollout);
    Routes routes = new Routes(names, rollout.headers(), rollout.mirrors());
    String folder = settings.state().resolve(names.key()).toString();
    Split split = Split.of(mechanism, names, folder);
    return new Include(rollout, names, routes, settings, split, version);
  }

  /// Tries to say all of a rollout to nginx.
  ///
  /// @throws IllegalArgumentException when something can not be said
  static void check(BalancedRollout rollout, NginxSettings settings) {
    Include include = of(rollout, settings, NginxSettings.Mechanism.FILES, "0");
    include.http();
  }

  private static void checkPools(BalancedRollout rollout) {
    if (!scheme(rollout.first()).equals(scheme(rollout.second()))) {
      throw new IllegalArgumentException(
          "pools %s and %s of %s must speak the same protocol: nginx passes requests on by one line"
              .formatted(rollout.first().name(), rollout.second().name(), rollout.id()));
    }
    if (isGrpc(rollout) && !rollout.mirrors().isEmpty()) {
      throw new IllegalArgumentException(
          "nginx can not copy requests of HTTP/2 backends, as the mirror route of %s asks"
              .formatted(rollout.id()));
    }
    for (Backend pool : List.of(rollout.first(), rollout.second())) {
      if (!pool.name().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException(
            "nginx can not serve a Backend named \"%s\": it may hold letters, digits, -, _ and ."
                .formatted(Names.shown(pool.name())));
      }
    }
  }

  private static boolean isGrpc(BalancedRollout rollout) {
    return rollout.first().protocol() == Backend.Protocol.HTTP_2;
  }

  /// One scheme for all endpoints of a pool.
  private static String scheme(Backend pool) {
    List<String> schemes =
        pool.endpoints().stream().map(each -> each.url().getScheme()).distinct().toList();
    boolean known = schemes.size() == 1 && List.of("http", "https").contains(schemes.getFirst());
    if (!known) {
      throw new IllegalArgumentException(
          "endpoints of Backend %s must all be http or all https, but are %s"
              .formatted(pool.name(), schemes));
    }
    return pool.protocol() + schemes.getFirst();
  }

  /// The path of one of its files.
  Path file(String kind) {
    return settings.includes().resolve(names.key() + "." + kind);
  }

  Path shared() {
    return settings.includes().resolve(SHARED);
  }

  /// All files and what they hold.
  Map<Path, String> files() {
    Map<Path, String> files = new LinkedHashMap<>();
    files.put(shared(), sharedText());
    files.put(file("http"), text(http()));
    files.put(file("server"), text(server()));
    files.put(file("location"), text(location()));
    files.put(file("probe"), text(probe(generation())));
    return files;
  }

  /// Stands for all of the files: whatever is changed in one of them changes it.
  String generation() {
    List<String> all = new ArrayList<>(List.of(sharedText()));
    for (List<String> lines : List.of(http(), server(), location(), probe(""))) {
      all.add(text(lines));
    }
    return Names.hash(String.join("\n", all));
  }

  /// The first line of a file tells how it was made, so that it can be made again.
  private String text(List<String> lines) {
    return "%s: %s, mechanism %s, nginx %s. Written by `serin nginx init`; edits are undone.\n%s\n"
        .formatted(
            FIRST,
            rollout.id(),
            split.mechanism().name().toLowerCase(Locale.ROOT),
            version,
            String.join("\n", lines));
  }

  /// Which mechanism and version of nginx a file was made for, from its first line.
  ///
  /// @return two words; empty when it is no such line
  static List<String> made(String text) {
    Matcher line =
        Pattern.compile(FIRST + ": .*, mechanism ([a-z]+), nginx ([0-9.]+)\\. .*")
            .matcher(text.lines().findFirst().orElse(""));
    return line.matches() ? List.of(line.group(1), line.group(2)) : List.of();
  }

  private String sharedText() {
    List<String> lines = new ArrayList<>();
    lines.add(FIRST + ": for all rollouts. Written by `serin nginx init`; edits are undone.");
    lines.add(
        "map $cookie_serin $serin_id { \"~^[0-9a-f]{32}$\" $cookie_serin; default $request_id; }");
    lines.add(
        "map $cookie_serin $serin_cookie { \"~^[0-9a-f]{32}$\" \"\"; default"
            + " \"serin=$request_id; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax\"; }");
    lines.add(
        "map $serin_id $serin_bucket { \"~^(?<serin_digits5>(?<serin_digits4>(?<serin_digits2>"
            + "[0-9a-f]{2})[0-9a-f]{2})[0-9a-f])\" $serin_digits5; default none; }");
    lines.addAll(cookies());
    lines.add(
        "map $request_uri $serin_path { \"~^(?<serin_before>[^?]*)\" $serin_before; default \"\"; }");
    lines.add("split_clients \"$request_id|copy\" $serin_portion {" + hundredParts() + " }");
    // Requests that came through no rollout's location have this value and cause no warning. A line
    // `set` in the server would be run again, and undo the location's, when an error page is sent.
    lines.add("map \"\" $serin_logged { default \"\"; }");
    lines.add(FORMAT);
    lines.add("server {");
    lines.add("  listen %s;".formatted(NginxSettings.written(settings.probe())));
    lines.add("  server_name serin;");
    lines.add("  access_log off;");
    lines.add("  default_type text/plain;");
    // Nginx refuses a configuration that reads what no line of it sets, as until the user's
    // location includes its part.
    for (String variable : List.of("rollout", "name", "number", "pool", "one_in")) {
      lines.add("  set $serin_%s \"\";".formatted(variable));
    }
    lines.add("  location / { return 404; }");
    lines.add("  include %s/*.probe;".formatted(settings.includes()));
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  /// All cookies but Serin's own.
  private static List<String> cookies() {
    String own = "serin=[0-9a-f]{32}";
    return List.of(
        "map $http_cookie $serin_cookies {",
        "  \"~^%s$\" \"\";".formatted(own),
        "  \"~^%s; *(?<serin_rest>.*)$\" $serin_rest;".formatted(own),
        "  \"~^(?<serin_left>.*); *%s(?<serin_right>(?:;.*)?)$\" $serin_left$serin_right;"
            .formatted(own),
        "  default $http_cookie;",
        "}");
  }

  private static String hundredParts() {
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < 99; i++) {
      parts.append(String.format(Locale.ROOT, " 1%% %02d;", i));
    }
    return parts.append(" * 99;").toString();
  }

  private List<String> http() {
    List<String> lines = new ArrayList<>();
    lines.addAll(upstream(rollout.first(), "1"));
    lines.addAll(upstream(rollout.second(), "2"));
    lines.add(
        "map $serin_number %s { 2 %s; default %s; }"
            .formatted(names.variable("name"), rollout.second().name(), rollout.first().name()));
    lines.addAll(split.http());
    lines.addAll(routes.http());
    lines.addAll(encryption().http(!routes.mirrors().isEmpty()));
    lines.addAll(Sampling.http(names, settings.logSample()));
    return lines;
  }

  private List<String> upstream(Backend pool, String number) {
    List<String> lines = new ArrayList<>();
    lines.add("upstream %s {".formatted(names.upstream(number)));
    for (Backend.Endpoint endpoint : pool.endpoints()) {
      lines.add("  server %s weight=%d;".formatted(server(endpoint.url()), endpoint.weight()));
    }
    lines.add("  keepalive 64;");
    lines.add("  keepalive_requests 100000;");
    lines.add("}");
    return lines;
  }

  /// The address of an endpoint as nginx writes it.
  ///
  /// @throws IllegalArgumentException when it is none
  static String server(URI url) {
    String host = url.getHost();
    if (host == null || !host.matches("[A-Za-z0-9._:\\[\\]-]+")) {
      throw new IllegalArgumentException(
          "nginx can not reach endpoint \"%s\": write http://host:port"
              .formatted(Names.shown(url.toString())));
    }
    int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    return host + ":" + port;
  }

  private Encryption encryption() {
    return new Encryption(names, rollout.first(), rollout.second(), settings.authorities());
  }

  private String folder() {
    return settings.state().resolve(names.key()).toString();
  }

  private List<String> location() {
    List<String> lines = new ArrayList<>();
    lines.add("set $serin_rollout %s;".formatted(rollout.id()));
    lines.add(NO_CACHE);
    lines.addAll(split.location());
    lines.addAll(routes.location(folder()));
    lines.add("set $serin_pool %s;".formatted(names.upstream("$serin_number")));
    lines.add("set $serin_name %s;".formatted(names.variable("name")));
    lines.addAll(Sampling.location(names, settings.logSample(), folder()));
    lines.add("add_header Set-Cookie $serin_cookie always;");
    lines.addAll(encryption().location());
    if (!routes.mirrors().isEmpty()) {
      lines.add("mirror %s;".formatted(mirrorPath()));
    }
    if (keepsAlive()) {
      // An idle connection is not closed at once when nginx reloads.
      lines.add("keepalive_min_timeout 5s;");
    }
    return lines;
  }

  private boolean keepsAlive() {
    Runtime.Version least = Runtime.Version.parse("1.27.4");
    return version.matches("[1-9][0-9.]*[0-9]")
        && Runtime.Version.parse(version.replaceAll("(\\.0)+$", "")).compareTo(least) >= 0;
  }

  private String mirrorPath() {
    return "/serin-copy/" + names.key();
  }

  /// Nginx logs a request where it ends, which is another location when an error page is sent. So
  /// the log stands in the server.
  private List<String> server() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "access_log syslog:server=%s,nohostname,tag=serin serin if=%s;"
            .formatted(NginxSettings.written(settings.log()), names.variable("logged")));
    if (!routes.mirrors().isEmpty()) {
      lines.addAll(copies());
    }
    return lines;
  }

  /// The location that copies of requests go through. A slow server must not hold up the client's
  /// next request, so its answer is not waited for long.
  private List<String> copies() {
    List<String> lines = new ArrayList<>();
    lines.add("location = %s {".formatted(mirrorPath()));
    lines.add("  internal;");
    lines.add("  " + NO_CACHE);
    routes.copies(folder()).forEach(line -> lines.add("  " + line));
    lines.add("  if ($http_upgrade) { return 204; }");
    lines.add("  if ($serin_copy = \"\") { return 204; }");
    lines.add("  if ($serin_copy = $serin_pool) { return 204; }");
    lines.add("  proxy_http_version 1.1;");
    lines.add("  proxy_set_header Host $http_host;");
    lines.add("  proxy_set_header Connection \"\";");
    lines.add("  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;");
    lines.add("  proxy_set_header X-Mirror 1;");
    lines.add("  proxy_connect_timeout 50ms;");
    lines.add("  proxy_send_timeout 200ms;");
    lines.add("  proxy_read_timeout 200ms;");
    lines.add("  proxy_next_upstream off;");
    lines.add("  proxy_max_temp_file_size 0;");
    encryption().copies().forEach(line -> lines.add("  " + line));
    lines.add("  proxy_pass %s://$serin_copy$request_uri;".formatted(url()));
    lines.add("}");
    return lines;
  }

  private String url() {
    return rollout.first().endpoints().getFirst().url().getScheme();
  }

  private List<String> probe(String generation) {
    List<String> lines = new ArrayList<>();
    lines.add("location = %s {".formatted(Probe.path(names.key())));
    lines.add("  " + NO_CACHE);
    lines.add("  set $serin_seen other;");
    lines.add("  if (-f %s/etag-$arg_etag) { set $serin_seen seen; }".formatted(folder()));
    split.probe().forEach(line -> lines.add("  " + line));
    lines.add("  return 200 \"%s $serin_seen $serin_state\\n\";".formatted(generation));
    lines.add("}");
    lines.addAll(split.locations());
    return lines;
  }

  /// The line that passes requests on.
  String pass() {
    if (isGrpc(rollout)) {
      return "grpc_pass %s://$serin_pool;".formatted(url().equals("https") ? "grpcs" : "grpc");
    }
    return "proxy_pass %s://$serin_pool;".formatted(url());
  }
}
