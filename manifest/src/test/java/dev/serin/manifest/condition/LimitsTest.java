package dev.serin.manifest.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.analysis.Result;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No text makes a condition exhaust the stack, the memory or the time.
class LimitsTest {
  /// Less than any thread of the JVM gets by default.
  private static final int STACK = 512 * 1024;

  private static Assessment assess(String condition) throws InterruptedException {
    var answer = new AtomicReference<Assessment>();
    var thread =
        new Thread(
            null,
            () -> answer.set(new ExprConditions().assess(new Result.Scalar(1), condition, "")),
            "small",
            STACK);
    thread.start();
    thread.join();
    return answer.get();
  }

  static Stream<String> deepTexts() {
    return Stream.of("(", "[", "{a:", "-", "!", "not ", "1+", "2**", "true?1:", "a.", "len(", "f(")
        .map(part -> part.repeat(100_000 / part.length()));
  }

  @ParameterizedTest
  @MethodSource("deepTexts")
  void deepTextIsRefused(String text) throws InterruptedException {
    assertThat(assess(text).message()).contains("characters; at most 20000 are allowed");
    assertThat(assess(text.substring(0, 15_000)).phase()).isEqualTo(AnalysisPhase.ERROR);
  }

  static Stream<String> justAllowed() {
    int brackets = Limits.BRACKETS;
    int half = Limits.OPERATORS / 2;
    int most = Limits.OPERATORS - 2;
    return Stream.of(
        "(".repeat(brackets) + "true" + ")".repeat(brackets),
        "!".repeat(most) + "true",
        "1 < " + "2 ** ".repeat(half) + "1",
        "0 < " + "result + ".repeat(most - 2) + "1",
        "true ? ".repeat(half / 2) + "true" + " : false".repeat(half / 2),
        "if true { ".repeat(brackets) + "true" + " } else { false }".repeat(brackets),
        "((!!!!!!".repeat(brackets / 2) + "true" + "))".repeat(brackets / 2),
        "len(" + "[".repeat(brackets - 1) + "]".repeat(brackets - 1) + ") >= 0",
        "all([1], ".repeat(brackets / 2) + "true" + ")".repeat(brackets / 2));
  }

  @ParameterizedTest
  @MethodSource("justAllowed")
  void whatIsAllowedFitsASmallStack(String text) throws InterruptedException {
    assertThat(assess(text).phase().word() + assess(text).message()).isEqualTo("Successful");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "len(1..100000000) > 0",
        "len(0..9223372036854775807) > 0",
        "len(repeat('x', 100000000)) > 0",
        "len(repeat(repeat('x', 1000), 9223372036854775807)) > 0",
        "reduce(1..100, #acc + #acc, 'xx') == ''",
        "len(replace(repeat('a', 1000), 'a', repeat('b', 10000))) > 0",
        "len(join(map(1..1000, 'a'), repeat('b', 10000))) > 0",
        "all(1..100000, all(1..100000, # > 0))",
        "all(1..1000, all(1..1000, all(1..1000, # > 0)))",
        "len(flatten(map(1..1000, 1..1000))) > 0",
        "let a = map(1..900, 1); let b = map(1..900, a); let c = map(1..900, b); string(c) == ''",
        "let a = map(1..900, 1); let b = map(1..900, a); let c = map(1..900, b); c == [c] or c == c",
        "let a = map(1..900, 1); let b = map(1..900, a); let c = map(1..900, b); toJSON(c) == ''",
        "let a = map(1..900, 1); let b = map(1..900, a); let c = map(1..900, b); mean(c) == 1",
        "len(uniq(1..100000)) > 0",
        "repeat('a', 900000) matches repeat('a?', 450)",
        "'a' matches '((a{100}){100}){100}'",
        "all(1..1000000, string(#) matches string(#))",
        "let deep = reduce(1..100000, [#acc], 1); string(deep) == ''",
        "let deep = reduce(1..100000, [#acc], 1); deep == reduce(1..100000, [#acc], 1)",
        "let deep = reduce(1..100000, {a: #acc}, 1); deep == reduce(1..100000, {a: #acc}, 1)",
        "let deep = reduce(1..100000, [#acc], 1); len(flatten(deep)) == 1",
        "let deep = reduce(1..100000, [#acc], 1); max(deep) == 1",
        "let deep = reduce(1..100000, {a: #acc}, 1); toJSON(deep) == ''",
        "fromJSON(repeat('[', 900) + repeat(']', 900)) == nil"
      })
  void whatCostsTooMuchIsAnError(String condition) throws InterruptedException {
    Assessment assessment = assess(condition);
    assertThat(assessment.phase()).isEqualTo(AnalysisPhase.ERROR);
    assertThat(assessment.message())
        .containsAnyOf(
            "memory budget exceeded", "more than 10,000,000 steps", "too large", "100 deep");
  }

  @Test
  void aDeepResultIsAnError() {
    Object deep = 1;
    for (int i = 0; i < 10_000; i++) {
      deep = List.of(deep);
    }
    assertThat(new ExprConditions().assess(new Result.Json(deep), "true", ""))
        .isEqualTo(
            new Assessment(
                AnalysisPhase.ERROR,
                "the result can not be judged: a value is nested more than 100 deep"));
  }

  /// Each part that stands twice would double the work at every level.
  @Test
  void sharedPartsAreLookedAtOnce() throws InterruptedException {
    String chains = "(1 < ".repeat(40) + "2" + " < 3)".repeat(40);
    assertThat(assess(chains).phase()).isEqualTo(AnalysisPhase.ERROR);
    String elvis = "(false ?: ".repeat(50) + "true" + ")".repeat(50);
    assertThat(assess(elvis).phase()).isEqualTo(AnalysisPhase.SUCCESSFUL);
  }
}
