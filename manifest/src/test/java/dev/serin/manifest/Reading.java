package dev.serin.manifest;

import dev.serin.manifest.tree.Problem;
import dev.serin.manifest.tree.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// Reads texts of tests as the file `f.yaml`.
public final class Reading {
  private Reading() {}

  /// Reads one file.
  public static Manifests of(String yaml) {
    return new ManifestReader().read(List.of(Source.of("f.yaml", yaml)));
  }

  /// Reads the only document of a file that has no error.
  public static <D extends Document> D only(String yaml, Class<D> kind) {
    Manifests read = of(yaml);
    if (!read.accepted()) {
      throw new AssertionError(read.problems().toString());
    }
    return kind.cast(read.documents().getFirst());
  }

  /// Place, id and path of each error, one a line.
  static List<String> errors(String yaml) {
    return of(yaml).problems().stream()
        .filter(Problem::error)
        .map(p -> p.place().line() + ":" + p.place().column() + " " + p.id() + " " + p.path())
        .toList();
  }

  static Source resource(String path) {
    try (InputStream in = Objects.requireNonNull(Reading.class.getResourceAsStream(path), path)) {
      return Source.of(path, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A rollout whose `spec.strategy` is `strategy`.
  public static String rollout(String strategy) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: demo}
        spec:
          selector: {matchLabels: {app: demo}}
          template:
          strategy:
        """
        + strategy.indent(4);
  }

  /// An AnalysisTemplate `t` whose only metric is `metric`.
  public static String template(String metric) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: AnalysisTemplate
        metadata: {name: t}
        spec:
          metrics:
            -
        """
        + metric.indent(6);
  }
}
