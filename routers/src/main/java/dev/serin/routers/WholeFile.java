package dev.serin.routers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that is replaced as a whole, so that nobody ever sees half of it.
public final class WholeFile {
  private WholeFile() {}

  /// Puts `bytes` into a file, which keeps its owner, group and mode. A link stays a link.
  ///
  /// @throws IOException when it can not be written; it is as it was then
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, bytes, Care.POWER_LOSS);
  }

  /// What a file outlives.
  public enum Care {
    /// The end of this process at any moment.
    PROCESS,
    /// A loss of power, at the price of waiting for the disk.
    POWER_LOSS
  }

  /// The same for a file that is written often.
  ///
  /// @throws IOException when it can not be written; it is as it was then
  public static void write(Path file, byte[] bytes, Care care) throws IOException {
    Path real = Files.exists(file) ? file.toRealPath() : file;
    Path fresh = real.resolveSibling(real.getFileName() + ".serin-new");
    try {
      writeSecretly(fresh, bytes);
      keep(real, fresh);
      if (care == Care.POWER_LOSS) {
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// Writes a new file that only its owner may read, because it may hold secrets.
  ///
  /// @throws IOException when it can not be written
  public static void writeSecretly(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    if (Files.getFileStore(file.toAbsolutePath().getParent())
        .supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(mode("rw-------")));
    }
    Files.write(file, bytes);
  }

  private static Set<PosixFilePermission> mode(String text) {
    return PosixFilePermissions.fromString(text);
  }

  private static void keep(Path real, Path fresh) throws IOException {
    PosixFileAttributeView to = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (to == null) {
      return;
    }
    if (!Files.exists(real)) {
      to.setPermissions(mode("rw-r--r--"));
      return;
    }
    PosixFileAttributes was = Files.readAttributes(real, PosixFileAttributes.class);
    PosixFileAttributes is = to.readAttributes();
    if (!was.group().equals(is.group())) {
      to.setGroup(was.group());
    }
    if (!was.owner().equals(is.owner())) {
      to.setOwner(was.owner());
    }
    to.setPermissions(was.permissions());
  }
}
