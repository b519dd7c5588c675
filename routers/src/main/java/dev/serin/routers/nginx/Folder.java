package dev.serin.routers.nginx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A folder of empty files whose names say everything. It is a symbolic link, so that all of its
/// files are replaced at once.
///
/// @param place of the link; the folders that it leads to lie beside it
record Folder(Path place) {
  /// The names of its files; empty when it is not there.
  ///
  /// @throws IOException when it can not be read
  Optional<Set<String>> read() throws IOException {
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(place)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return Optional.of(names);
    }
  }

  /// Puts files of these names in place of all that are there.
  ///
  /// @throws IOException when that is not possible; everything is as it was then
  void replace(Set<String> names) throws IOException {
    Path before = target();
    Path parent = place.resolveSibling("");
    Path fresh = Files.createTempDirectory(parent, place.getFileName() + "@");
    Files.setPosixFilePermissions(
        fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : names) {
      Files.createFile(fresh.resolve(name));
    }
    Path link = place.resolveSibling(place.getFileName() + ".new");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (before != null) {
      delete(before);
    }
  }

  private @org.jspecify.annotations.Nullable Path target() throws IOException {
    return Files.isSymbolicLink(place) ? place.resolveSibling(Files.readSymbolicLink(place)) : null;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    }
  }
}
