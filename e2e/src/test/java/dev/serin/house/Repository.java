package dev.serin.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The files of this project, without what a build or an editor leaves behind.
final class Repository {
  static final Path ROOT = root(Path.of("").toAbsolutePath());

  /// Folders that .gitignore names, and Git's own.
  private static final Set<String> LEFT_OUT =
      Set.of(".git", "target", ".serin", ".idea", ".settings");

  private Repository() {}

  private static Path root(Path start) {
    return Stream.iterate(start, it -> it != null, Path::getParent)
        .filter(it -> Files.exists(it.resolve("pom.xml")) && Files.isDirectory(it.resolve("core")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no project around " + start));
  }

  /// All files below a folder.
  static List<Path> files(Path folder) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              return LEFT_OUT.contains(String.valueOf(dir.getFileName()))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              // In a linked worktree Git's own folder is a file.
              if (!file.endsWith(".git")) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return found.stream().sorted().toList();
  }

  /// All Java files below `src/main/java` of all modules.
  static List<Path> mainSources() {
    return files(ROOT).stream()
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> shown(file).contains("/src/main/java/"))
        .toList();
  }

  /// The modules that have main sources.
  static List<Path> modules() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.filter(it -> Files.isDirectory(it.resolve("src/main/java"))).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// The lines of a text file; none of a file that is no UTF-8 text.
  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (java.nio.charset.CharacterCodingException binary) {
      return List.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// A file as messages show it, from the root of the project.
  static String shown(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }
}
