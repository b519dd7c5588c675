package dev.serin.cli.client;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A token that somebody wants.
///
/// @param name who uses it
/// @param role `viewer`, `operator` or `admin`
/// @param namespace where; `*` for everywhere
/// @param lasts how long; null for what the server sets
public record TokenOrder(String name, String role, String namespace, @Nullable Duration lasts) {
  /// As the server reads it.
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("roles", List.of(Map.of("role", role, "namespace", namespace)));
    if (lasts != null) {
      tree.put("expiresAt", Instant.now().plus(lasts).toString());
    }
    return tree;
  }
}
