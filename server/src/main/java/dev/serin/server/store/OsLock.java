package dev.serin.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A lock on a file that the operating system takes away when its process dies, however it dies.
///
/// The file stays when the lock is given back: another process may have it open already.
final class OsLock implements AutoCloseable {
  /// Far behind the content, so that others can read it also where locks are mandatory.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /// Closing any channel to a file gives back all of this process's locks on it, so that a second
  /// one must never be opened here.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private OsLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Takes the lock; empty when this or another process has it.
  static Optional<OsLock> tryTake(Path path) throws IOException {
    Path file = real(path);
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    boolean taken = false;
    FileChannel channel = null;
    try {
      PrivateFiles.create(file);
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      taken = channel.tryLock(LOCKED_BYTE, 1, false) != null;
      return taken ? Optional.of(new OsLock(file, channel)) : Optional.empty();
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(file);
      }
    }
  }

  /// True when this process has the lock.
  static boolean heldHere(Path path) throws IOException {
    return HELD.contains(real(path));
  }

  /// Writes what others are to read about who has the lock.
  void write(String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }

  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    return parent == null || name == null ? absolute : parent.toRealPath().resolve(name);
  }
}
