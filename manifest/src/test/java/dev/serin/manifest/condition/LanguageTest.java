package dev.serin.manifest.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.analysis.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The language itself: what each construct is worth, or which error it is.
class LanguageTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));
  private static final Result DOCUMENT =
      new Result.Json(
          Map.of(
              "n",
              5,
              "half",
              0.5,
              "text",
              "héllo",
              "yes",
              true,
              "list",
              List.of(3, 1, 2),
              "rows",
              List.of(Map.of("name", "a", "v", 1), Map.of("name", "b", "v", 2)),
              "map",
              Map.of("k", "x"),
              "nothing",
              Arrays.asList((Object) null)));

  private static Assessment assess(String condition) {
    return new ExprConditions(CLOCK).assess(DOCUMENT, condition, "");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          # literals
          0x_ff == 255 and 0b11 == 3 and 0o17 == 15 and 1_000 == 1e3
          .5 == 0.5 and 5. == 5 and 1.5e-1 == 0.15
          "a\\u0041\\x42\\103\\t" == 'aABC\t'
          `raw\\n` == 'raw\\\\n'
          [1, 2,][1] == 2 and {a: 1, "b": 2, 3: 4, ('c' + 'd'): 5,}.cd == 5
          # operators and how tight they are
          1 + 2 * 3 ** 2 == 19
          2 ** 3 ** 2 == 512 and 2 ^ 3 == 8
          -2 ** 2 == -4
          7 % 3 * 2 == 2 and -7 % 3 == -1
          1 / 2 == 0.5 and 1 / 0 > 1e308
          not false and !false
          true or false and false
          1 < 2 < 3 and not (1 < 3 < 2)
          (3 > 2 > 1) == true
          1..3 == [1, 2, 3] and len(3..1) == 0
          2 in 1..3 and 4 not in 1..3
          "abc" contains "b" and "abc" not contains "x" and "abc" startsWith "ab" and "abc" endsWith "c"
          "a1" matches "^[a-z]\\\\d$" and "a" not matches "b"
          (nil ?? 1) == 1 ? true : false
          (result.missing ?? 1) == 1
          result.n > 3 ? result.yes : false
          result.yes ?: false
          result.missing?.deep?.deeper == nil
          result?.map?.k == "x" and result.missing?.[0] == nil
          "a" + "b" == "ab" and +3 == 3
          # members and slices
          result["n"] == 5 and result.map.k == "x" and result.list[-1] == 2
          result.list[1:] == [1, 2] and result.list[:-1] == [3, 1] and result.list[:] == result.list
          result.list[-2:][0] == 1 and result.list[5:] == []
          result.text[0:3] == "hé"
          result.matches == nil and result.in == nil and result.let == nil
          $env.result.n == 5 and $env["result"].n == 5 and "asInt" in $env
          # variables, branches, sequences, comments
          let x = 2; let y = x * 2; y == 4
          if result.n > 9 { false } else if result.n > 4 { true } else { false }
          (1; 2; true)
          true;
          true // comment
          /* one
          # predicates
          all(result.list, # > 0) and all(result.list, {# > 0})
          any(result.rows, .v > 1 and .name == "b")
          one(result.list, # == 3) and none(result.list, # > 3)
          map(result.list, #index) == [0, 1, 2]
          filter(result.rows, .v > 1)[0].name == "b"
          count(result.list, # > 1) == 2 and count([true, false, true]) == 2
          find(result.list, # < 3) == 1 and findLast(result.list, # < 3) == 2
          findIndex(result.list, # < 3) == 1 and findLastIndex(result.list, # < 3) == 2
          find(result.list, # > 9) == nil and findIndex(result.list, # > 9) == nil
          sum(result.rows, .v) == 3 and sum(result.list) == 6
          reduce(result.list, #acc + #) == 6 and reduce(result.list, #acc * #, 1) == 6
          reduce(result.list, #acc + #index, 0) == 3
          groupBy(result.list, # > 1)[true] == [3, 2] and len(groupBy(result.list, #)[9]) == 0
          sortBy(result.rows, .v, "desc")[0].name == "b"
          all(result.rows, any(result.list, # == 1))
          map(filter(result.rows, .v > 1), .name) == ["b"]
          # pipes
          result.list | filter(# > 1) | len() == 2
          " A " | trim() | lower() == "a"
          result.list | map({# * 2}) | sum() == 12
          ::len(result.list) == 3
          """)
  void holds(String condition) {
    String whole = condition.startsWith("/*") ? "/* one\n two */ true" : condition;
    assertThat(assess(whole))
        .extracting(a -> a.phase().word() + a.message())
        .isEqualTo("Successful");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          # syntax
          ~ unexpected token EOF
          1 + ~ unexpected token EOF
          (1 ~ unexpected token EOF
          result.n > ) ~ unexpected token Bracket(")")
          "open ~ literal not terminated
          1 @ 2 ~ unrecognized character: U+0040 '@'
          # > 1 ~ unexpected token Operator("#")
          len(.v) > 1 ~ unexpected token Operator(".")
          len({1}) > 1 ~ unexpected token Bracket("{")
          "\\q" == "" ~ invalid char escape
          result.n ?? 1 == 1 ~ Operator (==) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.
          all(result.list) ~ expected at least 2 arguments
          # types
          not result.n ~ interface conversion: interface {} is float64, not bool
          not 1 ~ invalid operation: not (mismatched type int)
          1 + "a" == 1 ~ invalid operation: + (mismatched types int and string)
          5 % 0 == 1 ~ integer divide by zero
          true or 5 % 0 == 1 ~ integer divide by zero
          result.n % 2 == 1 ~ invalid operation: float64 % int
          foo(1) ~ unknown name foo
          all(result.list, foo > 1) ~ unknown name foo
          all(1, # > 1) ~ builtin all takes only array (got int)
          all(result.list, 1) ~ predicate should return boolean (got int)
          len(1) > 1 ~ invalid argument for len (type int)
          len() > 1 ~ invalid number of arguments (expected 1, got 0)
          isNaN() ~ not enough arguments to call isNaN
          isNaN(len("x")) ~ interface conversion: interface {} is int, not float64
          result(1) ~ map[string]interface {} is not callable
          result[1] == 1 ~ cannot use int to get an element from map[string]interface {}
          "x" matches "(" ~ error parsing regexp: missing closing ): `(`
          let result = 1; true ~ cannot redeclare result
          let len = 1; true ~ cannot redeclare builtin len
          let x = 1; let x = 2; true ~ cannot redeclare variable x
          1 ? true : false ~ non-bool expression (type int) used as condition
          all(result.list, #acc > 1) ~ unknown pointer #acc
          1 in {a: 1} ~ cannot use int as type string in map key
          "a" in "abc" ~ invalid operation: in (mismatched types string and string)
          result.n in ["a"] ~ reflect.Value.MapIndex: value of type float64 is not assignable to type string
          # evaluation
          1 ~ expected bool, but got int
          result.n ~ expected bool, but got float64
          result.missing ~ expected bool, but got <nil>
          result.list[3] == 1 ~ index out of range: 3 (array length is 3)
          result.list[-4] == 1 ~ index out of range: -1 (array length is 3)
          result.missing > 1 ~ invalid operation: <nil> > int
          result.missing.x == 1 ~ cannot fetch x from <nil>
          result.text > 1 ~ invalid operation: string > int
          result.yes and result.n ~ expected bool, but got float64
          result.n and result.yes ~ interface conversion: interface {} is float64, not bool
          reduce([], #acc + #) == 1 ~ reduce of empty array with no initial value
          int("x") == 1 ~ invalid operation: int(x)
          """)
  void isAnError(String condition, String message) {
    String text = condition == null ? " " : condition;
    assertThat(assess(text))
        .extracting(Object::toString)
        .isEqualTo(
            new Assessment(
                    AnalysisPhase.ERROR,
                    "could not evaluate successCondition \"%s\": %s".formatted(text, message))
                .toString());
  }
}
