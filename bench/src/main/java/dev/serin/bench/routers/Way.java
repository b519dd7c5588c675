package dev.serin.bench.routers;

import java.util.List;
import java.util.Locale;

/// A balancer as one row of a table has it.
///
/// @param mechanism by which Serin steers it; empty when it is plain
/// @param logSample one in so many of stable's requests is logged
record Way(Kind kind, String mechanism, int logSample) {
  private static final int SAMPLED = 10;

  private static final Way NGINX = new Way(Kind.NGINX, "", 1);
  private static final Way NGINX_FILES = new Way(Kind.NGINX, "files", 1);
  private static final Way NGINX_LUA = new Way(Kind.NGINX, "lua", 1);
  private static final Way HAPROXY = new Way(Kind.HAPROXY, "", 1);
  private static final Way HAPROXY_MAP = new Way(Kind.HAPROXY, "map", 1);
  private static final Way HAPROXY_WEIGHTS = new Way(Kind.HAPROXY, "weights", 1);

  /// The programs.
  enum Kind {
    NGINX("nginx"),
    HAPROXY("HAProxy");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// As people write it.
    String word() {
      return word;
    }
  }

  /// All that Serin steers.
  ///
  /// @param lua false when nginx has no Lua
  static List<Way> steered(boolean lua) {
    return lua
        ? List.of(NGINX_FILES, NGINX_LUA, HAPROXY_MAP, HAPROXY_WEIGHTS)
        : List.of(NGINX_FILES, HAPROXY_MAP, HAPROXY_WEIGHTS);
  }

  /// These and those that log less, each behind its plain one.
  static List<Way> compared(boolean lua) {
    Way files = NGINX_FILES.sampled();
    Way map = HAPROXY_MAP.sampled();
    return lua
        ? List.of(NGINX, NGINX_FILES, files, NGINX_LUA, HAPROXY, HAPROXY_MAP, map, HAPROXY_WEIGHTS)
        : List.of(NGINX, NGINX_FILES, files, HAPROXY, HAPROXY_MAP, map, HAPROXY_WEIGHTS);
  }

  private Way sampled() {
    return new Way(kind, mechanism, SAMPLED);
  }

  /// The same balancer without Serin.
  Way plain() {
    return new Way(kind, "", 1);
  }

  boolean isPlain() {
    return mechanism.isEmpty();
  }

  /// What people call it.
  String name() {
    String how = isPlain() ? "plain" : mechanism;
    return "%s, %s%s".formatted(kind.word(), how, logSample > 1 ? ", log 1 in " + logSample : "");
  }

  /// A word for files and rollouts.
  String key() {
    String how = isPlain() ? "plain" : mechanism;
    return "%s-%s-%d".formatted(kind.word().toLowerCase(Locale.ROOT), how, logSample);
  }
}
