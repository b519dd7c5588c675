package dev.serin.server.api;

import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import dev.serin.server.http.Json;
import dev.serin.server.http.Parameters;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Manifests as requests bring them, and what is told of them.
final class Bodies {
  private static final Set<String> TYPES =
      Set.of(
          "",
          "application/yaml",
          "application/x-yaml",
          "text/yaml",
          "text/x-yaml",
          "text/plain",
          "application/json");

  /// Several files, each with its own name.
  private static final String FILES = "application/vnd.serin.manifests+json";

  private Bodies() {}

  /// Several files in one body.
  record Files(List<File> files) {}

  /// A file.
  record File(String name, String text) {}

  /// The files of the body; what is no list of files is one, named by the parameter `file`.
  static List<Source> sources(Context request) {
    String header = request.contentType() == null ? "" : request.contentType();
    String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (type.equals(FILES)) {
      return Json.read(request.body(), Files.class).files().stream()
          .map(file -> Source.of(file.name(), file.text()))
          .toList();
    }
    if (!TYPES.contains(type)) {
      throw dev.serin.server.http.Problem.of(
              415,
              "unsupported-media-type",
              "manifests are sent as application/yaml, application/json or "
                  + FILES
                  + ", not as "
                  + type)
          .exception();
    }
    String name = Parameters.text(request, "file");
    byte[] body = request.bodyAsBytes();
    if (body.length == 0) {
      throw dev.serin.server.http.Problem.badRequest("the body is empty; send manifests")
          .exception();
    }
    return List.of(Source.of(name.isEmpty() ? "body" : name, body));
  }

  /// Something that is wrong with a manifest, or unwise.
  ///
  /// @param line from 1; `column` likewise
  /// @param severity `error`, `warning` or `info`
  record ProblemView(
      String file,
      int line,
      int column,
      String path,
      String id,
      String severity,
      String message,
      String fix) {
    static ProblemView of(Problem problem) {
      return new ProblemView(
          problem.place().file(),
          problem.place().line(),
          problem.place().column(),
          problem.path(),
          problem.id(),
          problem.severity().name().toLowerCase(Locale.ROOT),
          problem.message(),
          problem.fix());
    }

    static List<ProblemView> all(List<Problem> problems) {
      return problems.stream().map(ProblemView::of).toList();
    }
  }
}
