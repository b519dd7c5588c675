package dev.serin.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What counts as a deliberate difference.
class ScoreTest {
  private static final String FILE = "argo/analysis-runs.json";
  private static final String LISTED = "ar-s046";
  private static final String TITLE =
      "A terminated analysis run is not Successful without a success";

  private static Score compared(String id, String actual) {
    Score score = new Score(FILE);
    score.compare(id, "Successful", actual, new Score.Ruling(TITLE, "Failed"));
    return score;
  }

  @ParameterizedTest
  @ValueSource(strings = {LISTED, "of another set of vectors"})
  void aDifferenceHasAnAnswerOfItsOwn(String id) {
    assertThat(compared(id, "Failed").failures()).isEmpty();
    assertThat(compared(id, "Error").failures())
        .containsExactly(
            entry(id, "expected Failed, on purpose instead of Successful but was Error"));
  }

  @Test
  void whatIsListedMustDiffer() {
    assertThat(compared(LISTED, "Successful").failures())
        .containsExactly(
            entry(LISTED, "is listed as a difference but gives the reference's result"));
  }

  @Test
  void withoutARuleNothingMayDiffer() {
    Score score = new Score(FILE);
    score.compare(LISTED, "Successful", "Failed");
    assertThat(score.failures())
        .containsExactly(entry(LISTED, "expected Successful but was Failed"));
  }
}
