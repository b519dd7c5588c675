package dev.serin.server.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes files and folders that only their owner can read, where the file system knows owners.
final class PrivateFiles {
  private PrivateFiles() {}

  /// Makes the folder, and those above it, if it is not there.
  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, only(folder, "rwx------"));
    }
  }

  /// Makes an empty file if it is not there; a file that is there is not opened.
  static void create(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    try {
      Files.createFile(file, only(file, "rw-------"));
    } catch (FileAlreadyExistsException _) {
      // Another process was first: that is as good.
    }
  }

  private static FileAttribute<?>[] only(Path path, String owner) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(owner))
        }
        : new FileAttribute<?>[0];
  }
}
