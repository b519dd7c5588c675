package dev.serin.manifest.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The documents of all files, by kind and name.
public final class Catalog {
  private final Map<String, List<Entry>> entries = new HashMap<>();

  /// Takes in one more.
  public void add(Entry entry) {
    entries.computeIfAbsent(key(entry.kind(), entry.name()), _ -> new ArrayList<>()).add(entry);
  }

  /// The document that `from` means by a name: of its own file rather than of another, and of its
  /// own namespace where both name one.
  Optional<Entry> find(Entry from, String kind, String name) {
    List<Entry> all =
        entries.getOrDefault(key(kind, name), List.of()).stream()
            .filter(entry -> reachable(from, entry))
            .toList();
    String file = from.content().place().file();
    return all.stream()
        .filter(entry -> entry.content().place().file().equals(file))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private static boolean reachable(Entry from, Entry to) {
    return to.kind().startsWith("Cluster")
        || from.namespace().isEmpty()
        || to.namespace().isEmpty()
        || from.namespace().equals(to.namespace());
  }

  private static String key(String kind, String name) {
    return kind + "/" + name;
  }
}
