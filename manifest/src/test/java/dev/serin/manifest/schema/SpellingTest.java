package dev.serin.manifest.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> KNOWN = List.of("setWeight", "pause", "analysis", "plugin");

  @ParameterizedTest(name = "{0} means {1}")
  @CsvSource({
    "setWeigth, setWeight",
    "setweight, setWeight",
    "pasue, pause",
    "analyses, analysis",
    "experiment, nothing",
    "x, nothing"
  })
  void findsTheWordThatWasMeant(String written, String meant) {
    assertThat(Spelling.nearest(written, KNOWN).orElse("nothing")).isEqualTo(meant);
  }
}
