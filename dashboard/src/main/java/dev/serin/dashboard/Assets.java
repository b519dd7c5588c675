package dev.serin.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All files of the dashboard: its own, and those that it needs of libraries.
///
/// They lie under `/assets/SUM/`, where SUM is over all of them: a browser may keep each for ever,
/// and a new version of Serin has new addresses.
public final class Assets {
  /// What the pages may load and do: scripts, styles and answers of this server alone, nothing
  /// written into the page itself.
  public static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String PAGE = "index.html";
  private static final String LIBRARIES = "/META-INF/resources/webjars/";

  /// Files of libraries, by the name that they have here.
  private static final Map<String, String> BORROWED =
      Map.of(
          "library/preact.js", "preact/10.28.0/dist/preact.module.js",
          "library/hooks.js", "preact/10.28.0/hooks/dist/hooks.module.js",
          "library/uplot.js", "uplot/1.6.30/dist/uPlot.esm.js",
          "library/uplot.css", "uplot/1.6.30/dist/uPlot.min.css");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Asset> assets;
  private final Asset page;

  private Assets(Map<String, Asset> assets, Asset page) {
    this.assets = assets;
    this.page = page;
  }

  /// Reads them from the class path.
  public static Assets load() {
    SortedMap<String, byte[]> files = own();
    BORROWED.forEach((name, place) -> files.put(name, borrowed(place)));
    byte[] template = Objects.requireNonNull(files.remove(PAGE), PAGE);
    String folder = "/assets/" + sum(files, template) + "/";
    Map<String, Asset> assets =
        files.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    file -> folder + file.getKey(),
                    file -> Asset.lasting(file.getValue(), type(file.getKey()))));
    byte[] page = page(template, folder, List.copyOf(files.keySet()));
    return new Assets(assets, Asset.changing(page, type(PAGE)));
  }

  /// The page that every address of the dashboard begins with.
  public Asset page() {
    return page;
  }

  /// The file at a path such as `/assets/1a2b3c/main.js`.
  public Optional<Asset> find(String path) {
    return Optional.ofNullable(assets.get(path));
  }

  private static SortedMap<String, byte[]> own() {
    try {
      URI folder = Objects.requireNonNull(Assets.class.getResource("/dashboard")).toURI();
      if (!"jar".equals(folder.getScheme())) {
        return read(Path.of(folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
        return read(jar.getPath("/dashboard"));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static SortedMap<String, byte[]> read(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        files.put(name, Files.readAllBytes(file));
      }
    }
    return files;
  }

  /// A library's file. Its modules name each other by bare words, which need a map inside the page;
  /// here they are neighbours.
  private static byte[] borrowed(String place) {
    try (InputStream in = Assets.class.getResourceAsStream(LIBRARIES + place)) {
      byte[] bytes = Objects.requireNonNull(in, place).readAllBytes();
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.replace("from\"preact\"", "from\"./preact.js\"")
          .replaceAll("(?m)^//# sourceMappingURL=.*$", "")
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// The page with the addresses of all modules, so that a browser fetches them at once and not one
  /// after the other.
  private static byte[] page(byte[] template, String folder, List<String> names) {
    String modules =
        names.stream()
            .filter(name -> name.endsWith(".js") && !name.equals("theme.js"))
            .map(name -> "<link rel=\"modulepreload\" href=\"" + folder + name + "\">")
            .collect(Collectors.joining("\n    "));
    return new String(template, StandardCharsets.UTF_8)
        .replace("{{modules}}", modules)
        .replace("{{assets}}", folder)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String sum(SortedMap<String, byte[]> files, byte[] template) {
    List<byte[]> parts = new ArrayList<>(List.of(template));
    files.forEach(
        (name, content) -> {
          parts.add(name.getBytes(StandardCharsets.UTF_8));
          parts.add(content);
        });
    return Sum.of(parts.toArray(byte[][]::new));
  }

  private static String type(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return Objects.requireNonNull(TYPES.get(ending), () -> "no media type for " + name);
  }
}
