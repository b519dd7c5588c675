package dev.serin.routers.haproxy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// What somebody else changed in a map.
record Difference(Path file, SortedMap<String, String> wanted, SortedMap<String, String> found) {
  private static final double PERCENT = 10_000.0;

  /// In a few words, with the map's name.
  String inWords() {
    List<String> changes = new ArrayList<>();
    SortedSet<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      String was = wanted.getOrDefault(key, "");
      String is = found.getOrDefault(key, "");
      if (!was.equals(is)) {
        changes.add(change(key, was, is));
      }
    }
    return "HAProxy's map %s was changed: %s".formatted(file, String.join(", ", changes));
  }

  private static String change(String key, String was, String is) {
    if (key.startsWith(RouteKey.ROUTE)) {
      String name = key.substring(RouteKey.ROUTE.length(), key.lastIndexOf(':'));
      return "route %s was switched %s".formatted(name, is.isEmpty() ? "off" : "on");
    }
    if (key.equals(RouteKey.WEIGHT) && is.matches("[0-9]{1,9}")) {
      return "the share of the second pool is %s %%, not %s %%"
          .formatted(percent(is), percent(was));
    }
    return "%s is %s, not %s".formatted(key, shown(is), shown(was));
  }

  private static String percent(String ppm) {
    return BigDecimal.valueOf(Integer.parseInt(ppm) / PERCENT).stripTrailingZeros().toPlainString();
  }

  private static String shown(String value) {
    return value.isEmpty() ? "missing" : "\"" + value + "\"";
  }
}
