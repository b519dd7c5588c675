package dev.serin.routers.haproxy;

import dev.serin.routers.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A map of HAProxy: what it holds in memory now, and the file that it reads at its next start.
///
/// @param file as HAProxy's configuration names it
record MapFile(Path file) {
  private static final Pattern VERSIONS =
      Pattern.compile("curr_ver=([0-9]{1,10}) next_ver=([0-9]{1,10}) entry_cnt=([0-9]{1,10})");

  private static final int MOST_LEFT = 32;

  /// Writes the file so that nobody ever sees half of it.
  ///
  /// @throws IOException when it can not be written; it is as it was then
  void write(SortedMap<String, String> entries) throws IOException {
    String text =
        entries.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
            .collect(Collectors.joining());
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8), WholeFile.Care.PROCESS);
  }

  /// What the file holds, which HAProxy would begin with; empty when there is none.
  SortedMap<String, String> stored() {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException _) {
      return new TreeMap<>();
    }
  }

  /// Reads the bytes of such a file.
  static SortedMap<String, String> parse(byte[] bytes) {
    SortedMap<String, String> entries = new TreeMap<>();
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2)
        .forEach(words -> entries.put(words[0], words[1]));
    return entries;
  }

  /// The command that begins a new version of the map.
  String prepare() {
    return "prepare map " + file;
  }

  /// The commands that fill a version and put it in force.
  String commit(String version, Map<String, String> entries) {
    String fill =
        entries.entrySet().stream()
            .map(
                entry ->
                    "add map @%s %s %s %s; "
                        .formatted(version, file, entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    return fill + "commit map @" + version + " " + file;
  }

  /// The command that changes the only entry whose value differs; empty when more than that
  /// differs.
  Optional<String> set(SortedMap<String, String> now, SortedMap<String, String> entries) {
    List<Map.Entry<String, String>> changed =
        entries.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(now.get(entry.getKey())))
            .toList();
    boolean one = changed.size() == 1 && now.keySet().equals(entries.keySet());
    return one
        ? Optional.of(
            "set map %s %s %s"
                .formatted(file, changed.getFirst().getKey(), changed.getFirst().getValue()))
        : Optional.empty();
  }

  /// The command that forgets a version which never came into force.
  String forget(long version) {
    return "clear map @%d %s".formatted(version, file);
  }

  /// The versions that are in memory and not in force: begun and never finished, or older and not
  /// wholly cleaned up.
  ///
  /// @param maps the list of all maps
  /// @param size how many entries the version in force has
  List<Long> leftovers(String maps, int size) {
    for (String line : maps.lines().toList()) {
      Matcher versions = VERSIONS.matcher(line);
      if (line.contains("(" + file + ")") && versions.find()) {
        long current = Long.parseLong(versions.group(1));
        long next = Long.parseLong(versions.group(2));
        boolean more = Long.parseLong(versions.group(3)) > size;
        long from = more ? Math.max(0, current - MOST_LEFT) : current + 1;
        return LongStream.rangeClosed(from, Math.min(next, current + MOST_LEFT))
            .filter(version -> version != current)
            .boxed()
            .toList();
      }
    }
    return List.of();
  }

  /// The command that shows what is in force.
  String show() {
    return "show map " + file;
  }

  /// Reads the answer to [#show()]: an address, a key and a value on each line.
  static SortedMap<String, String> read(String answer) {
    SortedMap<String, String> entries = new TreeMap<>();
    answer
        .lines()
        .map(line -> line.split(" ", 3))
        .filter(words -> words.length == 3)
        .forEach(words -> entries.put(words[1], words[2]));
    return entries;
  }
}
