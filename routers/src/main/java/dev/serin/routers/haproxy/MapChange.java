package dev.serin.routers.haproxy;

import dev.serin.routers.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A change of a map's file that goes with a change of the configuration, and can be undone.
///
/// A running Serin may write a weight meanwhile: it stays.
final class MapChange {
  private final MapFile map;
  private final int generation;
  private final byte @Nullable [] before;
  private byte @Nullable [] written;
  private final Deque<Path> folders = new ArrayDeque<>();

  /// Begins one.
  ///
  /// @param generation that the new configuration has
  /// @throws IOException when the file can not be read
  MapChange(MapFile map, int generation) throws IOException {
    this.map = map;
    this.generation = generation;
    this.before = Files.exists(map.file()) ? Files.readAllBytes(map.file()) : null;
  }

  /// Makes an empty file where there is none: HAProxy checks no configuration without its maps.
  ///
  /// @throws IOException when it can not be written
  void prepare() throws IOException {
    if (before != null) {
      return;
    }
    Path folder = Objects.requireNonNull(map.file().getParent());
    for (Path one = folder; one != null && !Files.exists(one); one = one.getParent()) {
      folders.addLast(one);
    }
    Files.createDirectories(folder);
    write(new TreeMap<>());
  }

  /// Writes the generation that the new configuration has, beside what is there now.
  ///
  /// @throws IOException when it can not be written
  void carryOut() throws IOException {
    SortedMap<String, String> entries = new TreeMap<>(map.stored());
    entries.put(RouteKey.GENERATION, Integer.toString(generation));
    write(entries);
  }

  private void write(SortedMap<String, String> entries) throws IOException {
    map.write(entries);
    written = Files.readAllBytes(map.file());
  }

  /// Makes the file what it was, byte for byte, unless somebody else wrote it meanwhile: then only
  /// the generation is put back.
  void undo() {
    try {
      byte[] mine = written;
      written = null;
      if (mine == null) {
        return;
      }
      if (before == null) {
        Files.deleteIfExists(map.file());
        for (Path folder : folders) {
          Files.deleteIfExists(folder);
        }
      } else if (Arrays.equals(mine, Files.readAllBytes(map.file()))) {
        WholeFile.write(map.file(), before);
      } else {
        putGenerationBack(before);
      }
    } catch (IOException _) {
      // The old configuration works with either generation: Serin tells that it is another one.
    }
  }

  private void putGenerationBack(byte[] old) throws IOException {
    String was = MapFile.parse(old).get(RouteKey.GENERATION);
    SortedMap<String, String> entries = new TreeMap<>(map.stored());
    if (was == null) {
      entries.remove(RouteKey.GENERATION);
    } else {
      entries.put(RouteKey.GENERATION, was);
    }
    map.write(entries);
  }
}
