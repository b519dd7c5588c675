package dev.serin.cli.client;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Yaml;
import dev.serin.server.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// The file that saved servers are in: `contexts.yaml`, for its owner alone because it holds
/// tokens.
public final class ContextsFile {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final Console console;

  private ContextsFile(Path file, Console console) {
    this.file = file;
    this.console = console;
  }

  /// `$XDG_CONFIG_HOME/serin/contexts.yaml`, or below `~/.config`.
  public static ContextsFile of(Console console) {
    String xdg = console.environment().getOrDefault("XDG_CONFIG_HOME", "");
    Path folder =
        xdg.isBlank()
            ? Path.of(
                console.environment().getOrDefault("HOME", System.getProperty("user.home", ".")),
                ".config")
            : Path.of(xdg);
    return new ContextsFile(folder.resolve("serin").resolve("contexts.yaml"), console);
  }

  /// Where it is; it need not exist.
  public Path path() {
    return file;
  }

  /// What is saved; nothing when there is no file. Warns when others may read it.
  ///
  /// @throws Refusal when it can not be read, or is no such file
  public Contexts read() {
    try {
      String text = Files.readString(file);
      warnWhenOpen();
      return contexts(
          new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    } catch (NoSuchFileException _) {
      return Contexts.NONE;
    } catch (IOException e) {
      throw new Refusal(file + " can not be read: " + reason(e) + "; check its rights");
    } catch (YAMLException | ClassCastException | IllegalArgumentException e) {
      throw new Refusal(
          file
              + " is no file of contexts: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "; mend it, or remove it and log in again with serin login URL");
    }
  }

  /// Saves them in the place of what is there, whole or not at all.
  ///
  /// @throws Refusal when that does not work
  public void write(Contexts contexts) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder, attributes("rwx------"));
      Path fresh = Files.createTempFile(folder, "contexts", ".new", attributes("rw-------"));
      try {
        writeOut(fresh, Yaml.text(tree(contexts)));
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new Refusal(
          file
              + " can not be written: "
              + reason(e)
              + "; check the rights of its folder, or set XDG_CONFIG_HOME");
    }
  }

  private static void writeOut(Path fresh, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = java.nio.charset.StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private FileAttribute<?>[] attributes(String rights) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private void warnWhenOpen() throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
    if (!OWNER.containsAll(rights)) {
      console.fail(
          "serin: warning: other users can reach "
              + file
              + " and the tokens in it (mode "
              + PosixFilePermissions.toString(rights)
              + "); chmod 600 "
              + file);
    }
  }

  private static Contexts contexts(@Nullable Object tree) {
    if (tree == null) {
      return Contexts.NONE;
    }
    Map<?, ?> root = map(tree, "the file");
    SequencedMap<String, Context> byName = new LinkedHashMap<>();
    Object saved = root.get("contexts");
    if (saved != null) {
      map(saved, "contexts")
          .forEach((name, fields) -> byName.put(String.valueOf(name), context(name, fields)));
    }
    return new Contexts(text(root, "current"), byName);
  }

  private static Context context(Object name, Object tree) {
    Map<?, ?> fields = map(tree, "contexts." + name);
    String caCert = text(fields, "caCert");
    return new Context(
        String.valueOf(name),
        Target.address(text(fields, "server")),
        text(fields, "token"),
        caCert.isEmpty() ? null : Path.of(caCert),
        text(fields, "namespace"));
  }

  private static Map<?, ?> map(Object tree, String what) {
    if (tree instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException(what + " is no object");
  }

  private static String text(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    return value == null ? "" : value.toString();
  }

  private static Map<String, Object> tree(Contexts contexts) {
    Map<String, Object> saved = new LinkedHashMap<>();
    contexts.byName().forEach((name, context) -> saved.put(name, fields(context)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("current", contexts.current());
    tree.put("contexts", saved);
    return tree;
  }

  private static Map<String, Object> fields(Context context) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("server", context.server().toString());
    if (!context.namespace().isEmpty()) {
      fields.put("namespace", context.namespace());
    }
    if (context.caCert() != null) {
      fields.put("caCert", context.caCert().toString());
    }
    if (!context.token().isEmpty()) {
      fields.put("token", context.token());
    }
    return fields;
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "this user may not"
        : String.valueOf(e.getMessage());
  }
}
