package dev.serin.manifest.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serin.core.analysis.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Argo's truth table, the typing of each kind of result, and where NaN proves nothing.
class ExprConditionsTest {
  private final ExprConditions conditions = new ExprConditions();

  private static String text(@Nullable String given) {
    return Objects.requireNonNullElse(given, "");
  }

  @ParameterizedTest(name = "{0} and {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                | | Successful
          true  | | Successful
          false | | Failed
                | true | Failed
                | false | Successful
          true  | true | Failed
          true  | false | Successful
          false | true | Failed
          false | false | Inconclusive
          nope  | true | Error
          true  | nope | Error
          1     | | Error
          """)
  void truthTable(@Nullable String success, @Nullable String failure, String phase) {
    var result = new Result.Scalar(1);
    assertThat(conditions.assess(result, text(success), text(failure)).phase().word())
        .isEqualTo(phase);
  }

  @ParameterizedTest(name = "{0} with {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NaN     | result > 0.05                       | Inconclusive
          NaN     | result <= 0.05                      | Inconclusive
          NaN     | result == 1                         | Inconclusive
          NaN     | result * 2 + 1 > 5                  | Inconclusive
          NaN     | max(result, 1) > 5                  | Inconclusive
          NaN     | asInt(result) > 5                   | Inconclusive
          NaN     | isNaN(result)                       | Failed
          NaN     | result != result                    | Failed
          NaN     | isNaN(result) or result > 0.05      | Failed
          NaN     | !isNaN(result) and result > 0.05    | Successful
          NaN     | false                               | Successful
          0.01    | result > 0.05                       | Successful
          +Inf    | result > 0.05                       | Failed
          """)
  void whereOnlyAFailureConditionIsGivenNaNProvesNothing(
      String value, String failure, String phase) {
    var result = ResultReading.read("float", value.equals("0.01") ? (Object) 0.01 : value);
    assertThat(conditions.assess(result, "", failure).phase().word()).isEqualTo(phase);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          result[0] > 5           | Inconclusive
          result[1] > 5           | Successful
          any(result, # > 5)      | Inconclusive
          any(result, # > 0.5)    | Failed
          max(result) > 5         | Inconclusive
          5 in result             | Inconclusive
          median(result) > 5      | Inconclusive
          len(result) == 0        | Successful
          """)
  void ofAListOnlyWhatIsLookedAtCounts(String failure, String phase) {
    var result = new Result.Vector(List.of(Double.NaN, 1.0));
    assertThat(conditions.assess(result, "", failure).phase().word()).isEqualTo(phase);
  }

  @Test
  void theMessageSaysWhatNaNDidAndWhatToDo() {
    assertThat(conditions.assess(new Result.Scalar(Double.NaN), "", "result > 1").message())
        .isEqualTo(
            "failureCondition \"result > 1\" compared NaN, which proves nothing; "
                + "give a successCondition, or say with isNaN what no data means");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          float      | result == "x"                  | mismatched types float64 and string
          float      | result % 2 == 0                | mismatched types float64 and int
          float      | result.a == 1                  | type float64 has no field a
          floatSlice | result[1.0] == 2               | array elements can only be selected using an integer (got float64)
          floatSlice | result > 1                     | mismatched types []float64 and int
          floatSlice | "a" in result                  | cannot use string as type float64 in array
          floatSlice | join(result) == ""             | cannot use []float64 as argument (type []interface {}) to call join
          int        | result == "x"                  | mismatched types int and string
          string     | result > 1                     | mismatched types string and int
          string     | result.a == 1                  | type string has no field a
          json       | result == 10                   | mismatched types map[string]interface {} and int
          anySlice   | result == 10                   | mismatched types []interface {} and int
          cloudwatch | result[0].Nope == 1            | has no field Nope
          cloudwatch | result[0].Label > 1            | mismatched types string and int
          nil        | result > 1                     | metric result is nil or empty
          floatNil   | result.a == 1                  | metric result is nil or empty
          """)
  void eachKindOfResultHasItsType(String type, String condition, String message) {
    assertThat(conditions.assess(sample(type), condition, "").message()).contains(message);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          float      | result == 2 and asInt(result) == 2 and not isNil(result)
          floatSlice | result == [2, 3] and 2 in result and sum(result) == 5 and result[-1] == 3
          floatSlice | not (result == 2..3)
          int        | result % 2 == 0 and result / 4 == 0.5
          string     | result == "two" and len(result) == 3
          json       | result.a == 2 and "a" in result
          anySlice   | result[0] == 2 and result[1] == "x"
          cloudwatch | result[0].Label == "rate" and all(result[0].Values, # < 1) and "Id" in result[0]
          cloudwatch | result[0].StatusCode == "Complete" and string(result) startsWith "[{rate rate"
          nil        | result == nil and isNil(1) and default(1, 7) == 7
          floatNil   | (result ?? 3) == 3
          """)
  void eachKindOfResultCanBeRead(String type, String condition) {
    assertThat(conditions.assess(sample(type), condition, ""))
        .extracting(a -> a.phase().word() + a.message())
        .isEqualTo("Successful");
  }

  private static Result sample(String type) {
    return ResultReading.read(
        type,
        switch (type) {
          case "float", "int" -> 2;
          case "floatSlice" -> List.of(2, 3);
          case "string" -> "two";
          case "json" -> Map.of("a", 2);
          case "anySlice" -> Arrays.asList(2, "x", null);
          case "cloudwatch" ->
              List.of(
                  Map.of(
                      "Id",
                      "rate",
                      "Label",
                      "rate",
                      "StatusCode",
                      "Complete",
                      "Values",
                      List.of(0.1, 0.2)));
          default -> null;
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          result[0] >= 0.95                  | -
          len(result) == 0 or result.a < 1   | -
          foo > 1                            | 1:1 unknown name foo
          result > 1 and bar                 | 1:16 unknown name bar
          result > 1 and                     | 1:15 unexpected token EOF
          result[0] 10                       | 1:11 unexpected token Number("10")
          1 + "a" == 2                       | 1:3 invalid operation: + (mismatched types int and string)
          "true"                             | 1:1 expected bool, but got string
          result == 1 @                      | 1:13 unrecognized character: U+0040 '@'
          """)
  void checkSaysWhatIsWrongAndWhere(String condition, String error) {
    String found =
        ExprConditions.check(condition)
            .map(e -> e.line() + ":" + e.column() + " " + e.message())
            .orElse("-");
    assertThat(found).isEqualTo(error);
  }

  @Test
  void checkCountsLines() {
    assertThat(ExprConditions.check("result > 1 and\n  result < nope"))
        .contains(new ConditionError("unknown name nope", 2, 12));
  }

  @Test
  void anEvalRequestIsAnsweredWithArgosWord() {
    assertThat(new EvalRequest("7", "float", "NaN", "result > 1", "result < 1").answer(conditions))
        .isEqualTo(new EvalRequest.Answer("7", "Inconclusive", ""));
    assertThat(new EvalRequest("8", "floats", 1, "", "").answer(conditions))
        .isEqualTo(
            new EvalRequest.Answer(
                "8",
                "Error",
                "resultType \"floats\" is unknown; it is float, floatSlice, floatNil, int, string,"
                    + " json, anySlice, cloudwatch or nil"));
  }

  @Test
  void aResultThatIsNoneOfItsTypeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResultReading.read("floatSlice", List.of("x")))
        .withMessage("the result is x; it has to be a number, NaN, +Inf or -Inf");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResultReading.read("int", 1.5))
        .withMessage("the result is 1.5; it has to be a whole number");
  }
}
