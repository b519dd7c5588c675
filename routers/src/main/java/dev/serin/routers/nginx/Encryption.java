package dev.serin.routers.nginx;

import dev.serin.core.engine.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What nginx needs to trust the servers of two pools: it checks their certificates and asks for
/// them by name. Left alone, nginx would trust anybody.
///
/// @param authorities whose certificates are trusted
record Encryption(Names names, Backend first, Backend second, Path authorities) {
  /// @throws IllegalArgumentException when a pool is encrypted and its servers have no one name
  Encryption {
    for (Backend pool : List.of(first, second)) {
      if (isOn(pool)) {
        host(pool);
      }
    }
  }

  private static boolean isOn(Backend pool) {
    return "https".equals(pool.endpoints().getFirst().url().getScheme());
  }

  private static String host(Backend pool) {
    List<String> hosts =
        pool.endpoints().stream().map(each -> each.url().getHost()).distinct().toList();
    String host = String.valueOf(hosts.getFirst());
    boolean address = host.contains(":") || host.matches("[0-9.]+");
    if (hosts.size() != 1 || address) {
      throw new IllegalArgumentException(
          "https endpoints of Backend %s must share one host name, which nginx looks for in their certificates, but have %s: write one name, or http"
              .formatted(pool.name(), hosts));
    }
    return host;
  }

  /// Lines for the level of `http`: the name that the certificate of a pool must hold.
  ///
  /// @param copies true when there is a location of copies
  List<String> http(boolean copies) {
    if (!isOn(first)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(map("$serin_number", "2", "host"));
    if (copies) {
      lines.add(map("$serin_copy", names.upstream("2"), "copyhost"));
    }
    return lines;
  }

  private String map(String by, String two, String name) {
    return "map %s %s { %s %s; default %s; }"
        .formatted(by, names.variable(name), two, host(second), host(first));
  }

  /// Lines for the location that users reach.
  List<String> location() {
    return lines(first.protocol() == Backend.Protocol.HTTP_2 ? "grpc_ssl" : "proxy_ssl", "host");
  }

  /// Lines for the location of copies.
  List<String> copies() {
    return lines("proxy_ssl", "copyhost");
  }

  private List<String> lines(String word, String host) {
    if (!isOn(first)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("%s_server_name on;".formatted(word));
    lines.add("%s_name %s;".formatted(word, names.variable(host)));
    lines.add("%s_verify on;".formatted(word));
    // A chain of one certificate between is nginx' own limit, and too short for many.
    lines.add("%s_verify_depth 4;".formatted(word));
    lines.add("%s_trusted_certificate %s;".formatted(word, authorities));
    return lines;
  }
}
