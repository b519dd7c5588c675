package dev.serin.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The expressions of dry-run rules, as runs use them: in Go's syntax.
class NamePatternTest {
  private static AnalysisSpec spec(String pattern, String name) {
    return new AnalysisSpec(
        List.of(Runs.once(name)), List.of(), List.of(new MetricRule.DryRun(pattern)), List.of());
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource({
    "'rror', errors, true",
    "'^rror', errors, false",
    "'^[[:alpha:]]+1$', abc1, true",
    "'^[[:alpha:]]+1$', ab11, false",
    "'^[[:^digit:]_-]+$', a_b-c, true",
    "'^[[:word:]]+$', a_1, true",
    "'^(?P<kind>p|q)[0-9]+$', p99, true",
    "'^[a[&&b]+$', 'a[&b', true",
    "'^[]a]+$', 'a]', true",
    "'^\\Q[[:alpha:]]\\E$', '[[:alpha:]]', true",
    "'^\\[a\\]$', '[a]', true",
    "'(?i)^ERRORS$', errors, true",
    "'^\\d{2}\\x41\\pL$', 12Ab, true",
    "'^[\\d\\]]+$', '1]', true",
  })
  void searchesNames(String pattern, String name, boolean found) {
    assertThat(new MetricRule.DryRun(pattern).error()).isEmpty();
    assertThat(spec(pattern, name).errors())
        .isEqualTo(found ? List.of() : List.of("dryRun[0]: Rule didn't match any metric name(s)"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"*", "a(", "(?U)a+", "(a)\\1", "\\123", "[[:nope:]]"})
  void refusesWhatGoReadsInAnotherWay(String pattern) {
    assertThat(new MetricRule.DryRun(pattern).error()).isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"^(a|a)*b", "^(a*)*b$", "^(((((((a)*)*)*)*)*)*)*b", "^(a|aa)+$"})
  void aSearchEnds(String pattern) {
    String name = "a".repeat(10_000) + "c";
    AnalysisRun run = AnalysisRun.of("run", spec(pattern, name));
    assertThat(AnalysisRunner.pass(run, Instant.EPOCH, Set.of()).run().status().phase())
        .isEqualTo(AnalysisPhase.ERROR);
  }

  @Test
  void aPatternHasALimit() {
    assertThat(new MetricRule.DryRun("(".repeat(30_000)).error())
        .hasValueSatisfying(why -> assertThat(why).contains("at most 200 characters"));
  }
}
