package dev.serin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/guide/differences.md` is made from `differences.json`. Run with `-Dserin.write` to make it
/// anew.
class DifferencesPageTest {
  private static final Path PAGE = Path.of("../docs/guide/differences.md");

  @Test
  void thePageSaysWhatTheListSays() throws IOException {
    String page = page();
    if (System.getProperty("serin.write") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/guide/differences.md; make it anew with -Dserin.write")
        .isEqualTo(page);
  }

  private static String page() {
    return Difference.all().stream()
        .map(DifferencesPageTest::section)
        .collect(
            Collectors.joining(
                "\n",
                """
                # Where Serin differs from Argo Rollouts

                Serin runs Argo's manifests with Argo's semantics. These are the places where it differs on
                purpose. The page is made from `conformance/src/test/resources/differences.json`, and a test
                holds each vector named here to really differ.

                """,
                ""));
  }

  private static String section(Difference difference) {
    String vectors =
        difference.vectors().entrySet().stream()
            .map(e -> "`" + e.getKey() + "`: " + String.join(", ", e.getValue()))
            .collect(Collectors.joining("; "));
    return """
    ## %s

    - Argo: %s
    - Serin: %s
    - Why: %s
    %s"""
        .formatted(
            difference.title(),
            difference.reference(),
            difference.serin(),
            difference.reason(),
            vectors.isEmpty() ? "" : "- Vectors: " + vectors + "\n");
  }
}
