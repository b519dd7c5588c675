package dev.serin.routers.haproxy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A section of a configuration of HAProxy.
///
/// @param kind such as `frontend`
/// @param name empty when it has none
/// @param from the name of the defaults that it chooses; null when it does not
/// @param start the line of its head, counted from 0
/// @param end the line behind its last
/// @param lines the words of each of its lines, without comments; the head is the first
record Section(
    String kind, String name, @Nullable String from, int start, int end, List<List<String>> lines) {
  private static final Set<String> KINDS =
      Set.of(
          "global",
          "defaults",
          "frontend",
          "backend",
          "listen",
          "peers",
          "resolvers",
          "mailers",
          "userlist",
          "program",
          "http-errors",
          "cache",
          "ring",
          "log-forward",
          "log-profile",
          "fcgi-app",
          "crt-store",
          "acme",
          "traces");

  /// Copies its lists.
  Section {
    lines = lines.stream().map(List::copyOf).toList();
  }

  /// True when a line with these words begins a section.
  static boolean isHead(List<String> words) {
    return !words.isEmpty() && KINDS.contains(words.getFirst());
  }

  /// True when users can reach it.
  boolean faces() {
    return kind.equals("frontend") || kind.equals("listen");
  }

  /// True when a line begins with these words.
  boolean has(String... words) {
    return last(words) >= 0;
  }

  /// The last line that begins with these words, counted from its head; -1 when there is none.
  int last(String... words) {
    List<String> wanted = List.of(words);
    for (int i = lines.size() - 1; i >= 1; i--) {
      List<String> line = lines.get(i);
      if (line.size() >= wanted.size() && line.subList(0, wanted.size()).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  /// The first one; -1 when there is none.
  int first(String word) {
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty() && lines.get(i).getFirst().equals(word)) {
        return i;
      }
    }
    return -1;
  }

  /// The first choice of a backend that has no condition, counted from its head; -1 when there is
  /// none.
  int unconditional() {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).size() == 2 && lines.get(i).getFirst().equals("use_backend")) {
        return i;
      }
    }
    return -1;
  }

  /// The second word of its last line that begins with `word`.
  @Nullable String value(String word) {
    int at = last(word);
    return at < 0 || lines.get(at).size() < 2 ? null : lines.get(at).get(1);
  }
}
