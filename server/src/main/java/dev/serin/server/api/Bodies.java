package dev.serin.server.api;

import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import dev.serin.server.http.Json;
import dev.serin.server.http.Parameters;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private static final String SEVERAL = "application/vnd.serin.manifests+json";

  private Bodies() {}

  /// Several files in one body.
  private record Files(@Nullable List<File> files) {
    List<Source> sources() {
      if (files == null || files.isEmpty()) {
        throw dev.serin.server.http.Problem.badRequest("`files` is empty; send manifests")
            .exception();
      }
      return files.stream().map(File::source).toList();
    }
  }

  private record File(@Nullable String name, @Nullable String text) {
    Source source() {
      if (name == null || name.isBlank() || text == null) {
        throw dev.serin.server.http.Problem.badRequest("each of `files` needs `name` and `text`")
            .exception();
      }
      return Source.of(name, text);
    }
  }

  /// The body as one file, named by the parameter `file`; or as several with names of their own.
  static List<Source> sources(Context request) {
    String header = request.contentType() == null ? "" : request.contentType();
    String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (type.equals(SEVERAL)) {
      return Json.read(request.body(), Files.class).sources();
    }
    if (!TYPES.contains(type)) {
      throw dev.serin.server.http.Problem.of(
              415,
              "unsupported-media-type",
              "manifests are sent as application/yaml or application/json, or several files as "
                  + SEVERAL
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
