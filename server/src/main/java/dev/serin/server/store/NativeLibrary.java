package dev.serin.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native library, unpacked once into the state folder.
///
/// Its driver would unpack it in every process, which takes a quarter of the time of a command
/// such as `serin promote`, and would leave the copy of a killed process in the temporary folder.
final class NativeLibrary {
  private static final String PATH = "org.sqlite.lib.path";

  private NativeLibrary() {}

  /// Tells the driver where the library is. When that fails, the driver helps itself.
  static void provide(Path folder) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    URL packed =
        NativeLibrary.class.getResource(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
    Path home = folder.resolve("lib").resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
    try {
      if (packed != null) {
        unpack(packed, home, name);
        System.setProperty(PATH, home.toString());
        System.setProperty("org.sqlite.lib.name", name);
      }
    } catch (IOException _) {
      // The driver unpacks it into the temporary folder then.
    }
  }

  private static void unpack(URL packed, Path home, String name) throws IOException {
    Path library = home.resolve(name);
    URLConnection connection = packed.openConnection();
    connection.setUseCaches(false);
    try (InputStream content = connection.getInputStream()) {
      if (Files.exists(library) && Files.size(library) == connection.getContentLengthLong()) {
        return;
      }
      PrivateFiles.createFolder(home);
      Path fresh = Files.createTempFile(home, "fresh", ".tmp");
      try {
        Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
  }
}
