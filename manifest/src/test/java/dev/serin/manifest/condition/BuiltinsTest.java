package dev.serin.manifest.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.analysis.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The functions: what each gives, and what it refuses.
class BuiltinsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));
  private static final Result NUMBERS =
      new Result.Json(Arrays.asList(3, 1.5, null, "a", List.of(2, List.of(4))));

  private static Assessment assess(String condition) {
    return new ExprConditions(CLOCK).assess(NUMBERS, condition, "");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          # numbers
          abs(-2) == 2 and abs(-1.5) == 1.5
          ceil(1.2) == 2 and floor(-1.2) == -2 and round(2.5) == 3 and round(-2.5) == -3
          int("42") == 42 and int(-1.9) == -1 and float("1e3") == 1000 and float(1) == 1.0
          max(3, 1, 2) == 3 and min([3, 1.5, [0.5]]) == 0.5 and max([1, 2.5]) == 2.5
          mean(1, 2, 6) == 3.0 and mean([]) == 0 and median([3, 1, 2]) == 2 and median(1, 2) == 1.5
          isInf(1 / 0) and isInf(-1 / 0) and isNaN(0 / 0) and not isNaN(1) and not isNaN(-1 + 2)
          bitand(6, 3) == 2 and bitor(6, 3) == 7 and bitxor(6, 3) == 5 and bitnand(6, 3) == 4
          bitnot(0) == -1 and bitshl(1, 3) == 8 and bitshr(-8, 1) == -4 and bitushr(-1, 63) == 1
          # texts
          len("héé") == 3 and upper("ab") == "AB" and lower("AB") == "ab"
          trim("  a ") == "a" and trim("__a_", "_") == "a"
          trimPrefix("v1", "v") == "1" and trimSuffix("1s", "s") == "1"
          split("a,b,c", ",") == ["a", "b", "c"] and split("a,b,c", ",", 2)[1] == "b,c"
          split("abc", "") == ["a", "b", "c"] and splitAfter("a,b", ",") == ["a,", "b"]
          replace("aXbX", "X", "y") == "ayby" and replace("aXbX", "X", "", 1) == "abX"
          replace("ab", "", "-") == "-a-b-"
          repeat("ab", 3) == "ababab" and join(["a", "b"], "-") == "a-b" and join(split("a b", " ")) == "ab"
          indexOf("abcb", "b") == 1 and lastIndexOf("abcb", "b") == 3 and indexOf("a", "z") == -1
          hasPrefix("abc", "ab") and hasSuffix("abc", "bc")
          string(1.0) == "1" and string(1e21) == "1e+21" and string([1, "a", nil]) == "[1 a <nil>]"
          string({b: 1, a: 0.5}) == "map[a:0.5 b:1]" and string(nil) == "<nil>" and string(0.00001) == "1e-05"
          type(1) == "int" and type(1.0) == "float" and type("") == "string" and type(nil) == "nil"
          type([]) == "array" and type({}) == "map" and type(true) == "bool" and type(now()) == "time.Time"
          # lists and maps
          first([1, 2]) == 1 and last([1, 2]) == 2 and first([]) == nil and get([1], 5) == nil
          take([1, 2, 3], 2) == [1, 2] and take([1], 9) == [1] and get({a: 1}, "a") == 1
          reverse([1, 2]) == [2, 1] and uniq([1, 1.0, 2]) == [1, 2] and concat([1], [2, 3]) == [1, 2, 3]
          flatten([1, [2, [3]]]) == [1, 2, 3] and sort([2, 1.5, 3], "desc") == [3, 2, 1.5]
          sort(["b", "a"]) == ["a", "b"] and sort(1..3, "desc")[0] == 3
          keys({a: 1}) == ["a"] and values({a: 1}) == [1] and toPairs({a: 1})[0] == ["a", 1]
          fromPairs([["a", 1], ["b", 2]]).b == 2 and len({a: 1, b: 2}) == 2
          {a: 1} == {a: 1} and not ({a: 1} == {a: 1.0})
          # coding
          toJSON([1.5, {b: "<", a: nil}]) contains "\\\\u003c" and toJSON({}) == "{}"
          toJSON([1]) == "[\\n  1\\n]" and toJSON({a: 1e21}) == "{\\n  \\"a\\": 1e+21\\n}"
          fromJSON('{"a": [1, true, null]}').a == [1, true, nil]
          toBase64("hi") == "aGk=" and fromBase64("aGk=") == "hi"
          # times
          now().Year() == 2026 and now().Hour() == 5 and now().Unix() == 1772600767
          now().Month().String() == "March" and now().Weekday().String() == "Wednesday"
          now() - duration("24h") < now() and now() - date("2026-03-04") == duration("5h6m7s")
          date("2026-03-04 01:02:03").Minute() == 2 and date("2026-03-04T00:00:00+01:00").Unix() == 1772578800
          date("04.03.2026", "02.01.2006").Day() == 4
          date("2026-07-01 12:00", "2006-01-02 15:04", "Europe/Zurich").UTC().Hour() == 10
          now().Format("Jan 2, 2006 at 3:04pm (MST)") startsWith "Mar 4, 2026 at 5:06"
          duration("1h30m").Minutes() == 90 and duration("1.5s").String() == "1.5s" and string(duration("90m")) == "1h30m0s"
          duration("1h") > duration("59m") and duration("1s") * 2 == duration("2s")
          now(timezone("Asia/Seoul")).Hour() == 14
          # what Argo adds
          asInt("7") == 7 and asInt(7.9) == 7 and asFloat("1.5") == 1.5 and asFloat(2) == 2.0
          isNil(nil) == false and default(nil, 1) == result
          """)
  void holds(String condition) {
    assertThat(assess(condition))
        .extracting(a -> a.phase().word() + a.message())
        .isEqualTo("Successful");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          abs("a") > 1 ~ invalid argument for abs (type string)
          max("a", 1) == 1 ~ invalid argument for max (type string)
          min(result) == 1 ~ invalid argument for min (type <nil>)
          sum(result) == 1 ~ invalid operation: <nil> + float64
          upper(1) == "" ~ cannot use int as argument (type string) to call upper
          upper("a", "b") == "" ~ too many arguments to call upper
          split("a") == [] ~ not enough arguments to call split
          repeat("a", -1) == "" ~ invalid argument for repeat (expected positive integer, got -1)
          sort([1, 2], "up") == [] ~ invalid order up, expected asc or desc
          sort(result) == [] ~ invalid operation: <nil> < float64
          keys([1]) == [] ~ cannot get keys from []interface {}
          take(1, 2) == [] ~ cannot take from int
          join([1]) == "" ~ interface conversion: interface {} is int, not string
          fromJSON("{") == 1 ~ invalid JSON: Unexpected end-of-input
          toJSON(0 / 0) == "" ~ json: unsupported value: NaN
          duration("1x") > duration("1s") ~ time: unknown unit "x" in duration "1x"
          date("nonsense") > now() ~ invalid date nonsense
          now().Nope() ~ type time.Time has no method Nope
          timezone("Nowhere") == 1 ~ invalid operation: == (mismatched types *time.Location and int)
          get(1, 2) == 1 ~ type int does not support indexing
          asInt("1e3") == 1 ~ strconv.ParseInt: parsing "1e3": invalid syntax
          asInt("99999999999999999999") == 1 ~ strconv.ParseInt: parsing "99999999999999999999": value out of range
          asFloat("1e999") == 1 ~ strconv.ParseFloat: parsing "1e999": value out of range
          """)
  void refuses(String condition, String message) {
    assertThat(assess(condition).message())
        .startsWith("could not evaluate successCondition \"%s\": ".formatted(condition))
        .contains(message);
  }
}
