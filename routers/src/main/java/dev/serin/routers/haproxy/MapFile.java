package dev.serin.routers.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A map of HAProxy: what it holds in memory now, and the file that it reads at its next start.
///
/// @param file as HAProxy's configuration names it
record MapFile(Path file) {
  /// Writes the file so that nobody ever sees half of it.
  ///
  /// @throws IOException when it can not be written; it is as it was then
  void write(SortedMap<String, String> entries) throws IOException {
    String text =
        entries.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
            .collect(Collectors.joining());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
