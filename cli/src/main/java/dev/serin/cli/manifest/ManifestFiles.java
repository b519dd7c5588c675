package dev.serin.cli.manifest;

import dev.serin.manifest.tree.Place;
import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Problem.Severity;
import dev.serin.manifest.tree.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The files that a command line names.
///
/// @param sources what could be read, each file once, in the order of the command line; the files
///     of a folder in the order of their names
/// @param problems what could not be read
public record ManifestFiles(List<Source> sources, List<Problem> problems) {
  /// More than a reader takes; the rest of a larger file is not even loaded.
  private static final int ENOUGH = 64 << 20;

  /// Copies its lists.
  public ManifestFiles {
    sources = List.copyOf(sources);
    problems = List.copyOf(problems);
  }

  /// Reads files, and every `*.yaml`, `*.yml` and `*.json` below folders.
  public static ManifestFiles read(List<Path> paths) {
    List<Problem> problems = new ArrayList<>();
    Map<Path, Path> files = new LinkedHashMap<>();
    for (Path path : paths) {
      files(path, problems)
          .forEach(file -> files.putIfAbsent(file.toAbsolutePath().normalize(), file));
    }
    List<Source> sources = new ArrayList<>();
    for (Path file : files.values()) {
      try (InputStream in = Files.newInputStream(file)) {
        sources.add(Source.of(file.toString(), in.readNBytes(ENOUGH)));
      } catch (IOException e) {
        problems.add(unreadable(file, e));
      }
    }
    return new ManifestFiles(sources, problems);
  }

  private static List<Path> files(Path path, List<Problem> problems) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      List<Path> files =
          below
              .filter(file -> manifest(file.getFileName().toString()))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        problems.add(
            problem(
                path,
                "empty-folder",
                "no *.yaml, *.yml or *.json is in this folder",
                "name another folder, or the file itself"));
      }
      return files;
    } catch (IOException e) {
      problems.add(unreadable(path, e));
    } catch (UncheckedIOException e) {
      problems.add(unreadable(path, new IOException(e.getMessage(), e)));
    }
    return List.of();
  }

  private static boolean manifest(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  private static Problem unreadable(Path file, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "this user may not read it";
          default -> "it can not be read: " + e.getMessage();
        };
    return problem(file, "unreadable-file", why, "check its name and its rights");
  }

  private static Problem problem(Path file, String id, String message, String fix) {
    return new Problem(Severity.ERROR, id, "", Place.start(file.toString()), message, fix);
  }
}
