package dev.serin.routers.nginx;

import dev.serin.routers.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Files that are changed together, and put back together when the change was not good.
///
/// @param texts what each shall hold; empty for a file that shall not be
record GeneratedFiles(Map<Path, Optional<String>> texts) {
  /// In a folder that Serin made, and may take away again.
  private static final String MARK = ".made-by-serin";

  /// What stood there before; empty for a file that was not there.
  record Before(Map<Path, Optional<byte[]>> bytes) {
    /// Puts it back, byte for byte.
    ///
    /// @throws IOException when that is not possible
    void restore() throws IOException {
      for (Map.Entry<Path, Optional<byte[]>> file : bytes.entrySet()) {
        put(file.getKey(), file.getValue());
      }
    }
  }

  static GeneratedFiles of(Map<Path, String> texts) {
    Map<Path, Optional<String>> all = new LinkedHashMap<>();
    texts.forEach((file, text) -> all.put(file, Optional.of(text)));
    return new GeneratedFiles(all);
  }

  /// The first file that holds something else, with what is wrong; empty when all are right.
  ///
  /// @throws IOException when a file can not be read
  Optional<String> difference() throws IOException {
    for (Map.Entry<Path, Optional<String>> file : texts.entrySet()) {
      Optional<byte[]> now = bytes(file.getKey());
      Optional<byte[]> wanted = file.getValue().map(text -> text.getBytes(StandardCharsets.UTF_8));
      if (now.isEmpty() && wanted.isPresent()) {
        return Optional.of(file.getKey() + " is gone");
      }
      if (!Arrays.equals(now.orElse(null), wanted.orElse(null))) {
        return Optional.of(file.getKey() + " was edited");
      }
    }
    return Optional.empty();
  }

  /// Changes all of them; each one at once.
  ///
  /// @throws IOException when that is not possible; everything is as it was then
  Before write() throws IOException {
    Map<Path, Optional<byte[]>> before = new LinkedHashMap<>();
    for (Path file : texts.keySet()) {
      before.put(file, bytes(file));
    }
    Before all = new Before(before);
    try {
      for (Map.Entry<Path, Optional<String>> file : texts.entrySet()) {
        put(file.getKey(), file.getValue().map(text -> text.getBytes(StandardCharsets.UTF_8)));
      }
      return all;
    } catch (IOException failure) {
      all.restore();
      throw failure;
    }
  }

  static Optional<byte[]> bytes(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  /// Nobody ever reads half of it, and it keeps its owner, group and mode.
  static void put(Path file, Optional<byte[]> bytes) throws IOException {
    if (bytes.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    Files.createDirectories(file.resolveSibling(""));
    WholeFile.write(file, bytes.get());
  }

  /// Makes a folder and marks it as Serin's, unless it is there.
  static void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Files.createFile(folder.resolve(MARK));
    }
  }

  /// Takes a folder away when it was made by Serin and holds nothing any more.
  static void sweep(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(MARK))) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      if (all.anyMatch(file -> !file.endsWith(MARK))) {
        return;
      }
    }
    Files.delete(folder.resolve(MARK));
    Files.delete(folder);
  }
}
