package dev.serin.gateway.accesslog;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where lines go: a file, which is opened anew when another program has renamed or removed it; or
/// the standard output. It belongs to one thread.
final class Destination {
  private static final System.Logger LOG = System.getLogger(Destination.class.getName());

  private final @Nullable Path file;
  private WritableByteChannel channel;
  private @Nullable Object identity;
  private boolean troubled;

  private Destination(@Nullable Path file, WritableByteChannel channel) {
    this.file = file;
    this.channel = channel;
    this.identity = identity(file);
  }

  /// Opens a file, to which lines are added; null for the standard output.
  static Destination open(@Nullable Path file) throws IOException {
    return new Destination(
        file, file == null ? new FileOutputStream(FileDescriptor.out).getChannel() : append(file));
  }

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// What tells a file from another one of the same name; null when there is none.
  private static @Nullable Object identity(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key;
    } catch (IOException _) {
      return null;
    }
  }

  /// Takes what waits in a ring.
  void take(Ring ring) {
    try {
      boolean wrote = ring.drainTo(channel);
      if (troubled && wrote) {
        troubled = false;
        LOG.log(System.Logger.Level.INFO, "the access log {0} is written again", shown());
      }
    } catch (IOException e) {
      warn(e);
    }
  }

  /// Looks whether the file is still the one that was opened.
  void look() {
    if (file == null) {
      return;
    }
    Object now = identity(file);
    if (now != null && Objects.equals(now, identity) && channel.isOpen()) {
      return;
    }
    try {
      WritableByteChannel old = channel;
      channel = append(file);
      identity = identity(file);
      old.close();
    } catch (IOException e) {
      warn(e);
    }
  }

  private void warn(IOException e) {
    if (!troubled) {
      troubled = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "the access log {0} can not be written: {1}; lines wait, and are dropped when these are too many",
          shown(),
          e);
    }
  }

  private Object shown() {
    return file == null ? "on the standard output" : file;
  }

  /// Ends it; the standard output stays open.
  void close() {
    if (file != null) {
      try {
        channel.close();
      } catch (IOException e) {
        warn(e);
      }
    }
  }
}
