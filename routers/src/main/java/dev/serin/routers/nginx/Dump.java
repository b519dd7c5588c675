package dev.serin.routers.nginx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The whole of a configuration with all that it includes, as `nginx -T` prints it.
///
/// @param text what it prints, a character for each byte
record Dump(String text) {
  private static final Pattern PART = Pattern.compile("(?m)^# configuration file (.+):$");
  private static final Pattern OWN_LOG = Pattern.compile("(?m)^\\s*(access_log\\s+[^;]*;)");
  private static final Pattern OWN_HEADER = Pattern.compile("(?m)^\\s*(add_header\\s+[^;]*;)");
  private static final Pattern LOUD =
      Pattern.compile("(?m)^\\s*error_log\\s+\\S+\\s+(?:warn|notice|info|debug)\\s*;");
  private static final Pattern LUA =
      Pattern.compile("(?m)^\\s*load_module\\s+\\S*ngx_http_lua_module\\.so");

  /// True when a file is part of it, by whichever path.
  boolean includes(Path file) {
    return PART.matcher(text).results().anyMatch(it -> isSame(it.group(1), file));
  }

  private static boolean isSame(String path, Path other) {
    byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
    try {
      Path one = Path.of(new String(bytes, StandardCharsets.UTF_8));
      return one.equals(other)
          || (one.endsWith(other.getFileName()) && Files.isSameFile(one, other));
    } catch (IOException | InvalidPathException gone) {
      return false;
    }
  }

  /// True when it loads the module for Lua.
  boolean loadsLua() {
    return LUA.matcher(text).find();
  }

  /// Its files by their paths.
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    List<MatchResult> parts = PART.matcher(text).results().toList();
    for (int i = 0; i < parts.size(); i++) {
      int end = i + 1 < parts.size() ? parts.get(i + 1).start() : text.length();
      files.put(parts.get(i).group(1), text.substring(parts.get(i).end(), end));
    }
    return files;
  }

  /// What its owner should know.
  ///
  /// @param server the generated file that stands in the server
  List<String> advice(Path server) {
    List<String> advice = new ArrayList<>(new Muting(server).advice(files()));
    lines(
        advice,
        OWN_LOG,
        "nginx writes only the access_log lines of the innermost level: to keep your own log, write"
            + " below the include in server { } what holds there now, unless it has such a line"
            + " already, one of: %s; and write none into the location, which would switch Serin's"
            + " off there");
    lines(
        advice,
        OWN_HEADER,
        "nginx sends only the add_header lines of the innermost level: repeat below the include those"
            + " that this location takes from above: %s");
    if (LOUD.matcher(text).find()) {
      advice.add(
          "error_log has a level below error: nginx then writes a line there for each request while"
              + " nobody receives Serin's log");
    }
    if (!text.contains("worker_shutdown_timeout")) {
      advice.add(
          "write `worker_shutdown_timeout 60s;` at the top of nginx.conf, so that long connections do"
              + " not keep old workers, and their files, for ever");
    }
    return advice;
  }

  private void lines(List<String> advice, Pattern line, String what) {
    List<String> found =
        line.matcher(text)
            .results()
            .map((MatchResult it) -> it.group(1))
            .filter(it -> !it.contains("$serin_") && !it.startsWith("access_log off"))
            .distinct()
            .limit(5)
            .toList();
    if (!found.isEmpty()) {
      advice.add(what.formatted(String.join(" ", found)));
    }
  }
}
