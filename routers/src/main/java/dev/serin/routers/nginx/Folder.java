package dev.serin.routers.nginx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder of switches: files whose names say everything, and a few `split.*` that have a text. It
/// is a symbolic link, so that all of its files are replaced at once.
final class Folder {
  /// What the name of a file with a text begins with.
  static final String TEXT = "split.";

  /// A folder may change twice within one tick of its file system's clock.
  private static final Duration TICK = Duration.ofMillis(100);

  private final Path place;
  private @Nullable Seen seen;

  /// @param place of the link; the folders that it leads to lie beside it
  Folder(Path place) {
    this.place = place;
  }

  private record Seen(Path folder, FileTime changed, Set<String> names) {}

  Path place() {
    return place;
  }

  /// Its files' names and texts; empty when it is not there.
  ///
  /// @throws IOException when it can not be read
  synchronized Optional<Map<String, String>> read() throws IOException {
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    Map<String, String> files = new TreeMap<>();
    for (String name : names()) {
      files.put(name, name.startsWith(TEXT) ? Files.readString(place.resolve(name)) : "");
    }
    return Optional.of(files);
  }

  private Set<String> names() throws IOException {
    Path folder = place.toRealPath();
    FileTime changed = Files.getLastModifiedTime(folder);
    Seen before = seen;
    if (before != null && before.folder.equals(folder) && before.changed.equals(changed)) {
      return before.names;
    }
    Set<String> names = list(folder);
    boolean settled = changed.toInstant().isBefore(Instant.now().minus(TICK));
    seen = settled ? new Seen(folder, changed, names) : null;
    return names;
  }

  private static Set<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  /// Puts these files in place of all that are there.
  ///
  /// @throws IOException when that is not possible; everything is as it was then
  synchronized void replace(Map<String, String> files) throws IOException {
    put(files);
    sweep();
  }

  /// The same, but what was there before is left beside it until [#sweep()].
  ///
  /// @throws IOException when that is not possible; everything is as it was then
  synchronized void put(Map<String, String> files) throws IOException {
    Files.createDirectories(parent());
    Path fresh = Files.createTempDirectory(parent(), place.getFileName() + "@");
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    fill(fresh, files);
    Path link = place.resolveSibling(place.getFileName() + "@new");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    seen = null;
  }

  /// Takes away what was there before.
  ///
  /// @throws IOException when that is not possible
  synchronized void sweep() throws IOException {
    clear(Optional.of(place.resolveSibling(Files.readSymbolicLink(place))));
  }

  /// All empty files are one file with many names: where a file takes a third of a millisecond to
  /// make, a name takes a fortieth of that.
  private static void fill(Path folder, Map<String, String> files) throws IOException {
    Path empty = null;
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!file.getValue().isEmpty()) {
        Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
      } else if (empty == null || !linked(path, empty)) {
        empty = Files.createFile(path);
      }
    }
  }

  /// False where the file system knows no second names, or no more of them.
  private static boolean linked(Path path, Path other) {
    try {
      Files.createLink(path, other);
      return true;
    } catch (IOException | UnsupportedOperationException impossible) {
      return false;
    }
  }

  /// Takes the folder away.
  ///
  /// @throws IOException when that is not possible
  synchronized void delete() throws IOException {
    Files.deleteIfExists(place);
    seen = null;
    clear(Optional.empty());
  }

  /// Takes away all folders that stood here before, those of a Serin that was killed too.
  private void clear(Optional<Path> but) throws IOException {
    if (!Files.isDirectory(parent())) {
      return;
    }
    for (Path folder : foldersBeside()) {
      if (but.isEmpty() || !but.get().equals(folder)) {
        delete(folder);
      }
    }
  }

  private List<Path> foldersBeside() throws IOException {
    String mine = place.getFileName() + "@";
    try (Stream<Path> all = Files.list(parent())) {
      return all.filter(path -> path.getFileName().toString().startsWith(mine)).toList();
    }
  }

  private Path parent() {
    return place.resolveSibling("");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      for (String name : list(folder)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    Files.deleteIfExists(folder);
  }
}
