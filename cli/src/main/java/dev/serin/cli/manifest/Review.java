package dev.serin.cli.manifest;

import dev.serin.cli.console.Json;
import dev.serin.manifest.tree.Problem;
import dev.serin.server.manifest.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What is wrong with a set of files.
public final class Review {
  private final Map<String, List<Problem>> byFile = new LinkedHashMap<>();

  private Review(ManifestFiles files, List<Problem> problems) {
    files.sources().forEach(source -> byFile.put(source.name(), new ArrayList<>()));
    Stream.concat(files.problems().stream(), problems.stream())
        .forEach(p -> byFile.computeIfAbsent(p.place().file(), _ -> new ArrayList<>()).add(p));
  }

  /// Reads the files as one set, so that they may refer to each other.
  public static Review of(List<Path> paths) {
    ManifestFiles files = ManifestFiles.read(paths);
    return new Review(files, Reader.problems(files.sources()));
  }

  /// True when no file holds an error.
  public boolean accepted() {
    return byFile.values().stream().flatMap(List::stream).noneMatch(Problem::error);
  }

  /// One line for each problem, and how many there are.
  public List<String> text() {
    List<Problem> all = byFile.values().stream().flatMap(List::stream).toList();
    List<String> lines = new ArrayList<>(all.stream().map(Review::line).toList());
    lines.add(
        counted(byFile.size(), "file")
            + ": "
            + counted(count(all, Problem.Severity.ERROR), "error")
            + ", "
            + counted(count(all, Problem.Severity.WARNING), "warning")
            + (count(all, Problem.Severity.INFO) == 0
                ? ""
                : ", " + counted(count(all, Problem.Severity.INFO), "hint")));
    return lines;
  }

  /// One JSON object for each file: `file`, `accepted`, `problems`.
  public Stream<String> json() {
    return byFile.entrySet().stream().map(entry -> json(entry.getKey(), entry.getValue()));
  }

  /// A problem as compilers write it: place, severity, message, fix, id.
  public static String line(Problem problem) {
    return problem.place()
        + ": "
        + word(problem.severity())
        + ": "
        + oneLine(problem.message())
        + (problem.fix().isEmpty() ? "" : " (" + oneLine(problem.fix()) + ")")
        + " ["
        + problem.id()
        + "]";
  }

  private static String json(String file, List<Problem> problems) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("file", file);
    tree.put("accepted", problems.stream().noneMatch(Problem::error));
    tree.put("problems", problems.stream().map(Review::tree).toList());
    return Json.line(tree);
  }

  private static Map<String, Object> tree(Problem problem) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("severity", word(problem.severity()));
    tree.put("id", problem.id());
    tree.put("path", problem.path());
    tree.put("line", problem.place().line());
    tree.put("column", problem.place().column());
    tree.put("message", problem.message());
    tree.put("fix", problem.fix());
    return tree;
  }

  private static String word(Problem.Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  private static long count(List<Problem> all, Problem.Severity severity) {
    return all.stream().filter(p -> p.severity() == severity).count();
  }

  private static String counted(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
