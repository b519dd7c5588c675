package dev.serin.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Problems as people read them.
public final class ProblemText {
  private ProblemText() {}

  /// A problem of a manifest as compilers write it: place, severity, message, fix, id.
  public static String line(Seen problem) {
    String place =
        problem.text("file", "(input)")
            + ":"
            + Math.max(1, problem.count("line"))
            + ":"
            + Math.max(1, problem.count("column"));
    String fix = problem.text("fix");
    String id = problem.text("id");
    return place
        + ": "
        + problem.text("severity", "error")
        + ": "
        + problem.text("message")
        + (fix.isEmpty() ? "" : " (" + fix + ")")
        + (id.isEmpty() ? "" : " [" + id + "]");
  }

  /// A problem document: each problem or reason on a line of its own, or else what it says.
  static List<String> lines(Seen document) {
    List<String> lines = new ArrayList<>();
    document.parts("problems").stream().map(ProblemText::line).forEach(lines::add);
    lines.addAll(document.texts("reasons"));
    return lines.isEmpty() ? List.of(summary(document)) : lines;
  }

  /// What a problem document says in one line; empty when it says nothing.
  static String summary(Seen document) {
    return Stream.of("detail", "message", "title")
        .map(document::text)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }
}
