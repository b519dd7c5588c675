package dev.serin.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The compiled main classes of all modules.
final class Classes {
  static final JavaClasses MAIN = new ClassFileImporter().importPaths(folders());

  private Classes() {}

  private static List<Path> folders() {
    List<Path> folders =
        Repository.modules().stream().map(module -> module.resolve("target/classes")).toList();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new IllegalStateException(
            Repository.shown(folder) + " is missing: compile all modules first, as ./check does");
      }
    }
    return folders;
  }
}
