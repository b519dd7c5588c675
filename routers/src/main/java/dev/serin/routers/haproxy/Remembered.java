package dev.serin.routers.haproxy;

import dev.serin.routers.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The weights and states that servers had before Serin set any, in a file that outlives Serin.
record Remembered(Path file) {
  private static final int FIELDS = 3;

  /// What was remembered; empty when nothing was.
  ///
  /// @throws IOException when the file is there and can not be read
  SortedMap<String, Setting> read() throws IOException {
    SortedMap<String, Setting> settings = new TreeMap<>();
    if (!Files.exists(file)) {
      return settings;
    }
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", -1);
      if (words.length != FIELDS
          || !words[1].matches("[0-9]{1,3}")
          || !words[2].matches("ready|drain|maint")) {
        throw new IOException(file + " has a line that Serin did not write: " + line);
      }
      settings.put(words[0], new Setting(Integer.parseInt(words[1]), words[2]));
    }
    return settings;
  }

  /// Remembers, unless something is remembered already.
  void keep(SortedMap<String, Setting> settings) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    String text =
        settings.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue().weight() + " " + e.getValue().state() + "\n")
            .collect(Collectors.joining());
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Forgets.
  void forget() throws IOException {
    Files.deleteIfExists(file);
  }
}
