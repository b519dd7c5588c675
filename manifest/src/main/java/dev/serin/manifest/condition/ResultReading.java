package dev.serin.manifest.condition;

import dev.serin.core.analysis.Result;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads results written in JSON, each with the name of its type: float, floatSlice, floatNil, int,
/// string, json, anySlice, cloudwatch or nil.
public final class ResultReading {
  private ResultReading() {}

  /// The result that `tree` stands for.
  ///
  /// @param tree decoded JSON: maps, lists, strings, numbers, booleans, null. Floats that
  ///     JSON can not write are the texts NaN, +Inf and -Inf
  /// @throws IllegalArgumentException if the type is unknown, or the tree is none of it
  public static Result read(String resultType, @Nullable Object tree) {
    return switch (resultType) {
      case "float" -> new Result.Scalar(real(tree));
      case "floatSlice" -> new Result.Vector(reals(tree));
      case "floatNil", "nil" -> new Result.Nothing();
      case "int" -> new Result.Whole(whole(tree));
      case "string" -> new Result.Text(text(tree, "a string"));
      case "json" -> new Result.Json(tree);
      case "anySlice" -> new Result.Json(list(tree));
      case "cloudwatch" ->
          new Result.NamedSeries(list(tree).stream().map(ResultReading::series).toList());
      default ->
          throw new IllegalArgumentException(
              "resultType \"%s\" is unknown; it is float, floatSlice, floatNil, int, string, json,"
                      .formatted(resultType)
                  + " anySlice, cloudwatch or nil");
    };
  }

  private static double real(@Nullable Object tree) {
    return switch (tree) {
      case Number number -> number.doubleValue();
      case String text when text.equals("NaN") -> Double.NaN;
      case String text when text.equals("+Inf") || text.equals("Inf") -> Double.POSITIVE_INFINITY;
      case String text when text.equals("-Inf") -> Double.NEGATIVE_INFINITY;
      case null, default -> throw wrong(tree, "a number, NaN, +Inf or -Inf");
    };
  }

  private static List<Double> reals(@Nullable Object tree) {
    return list(tree).stream().map(ResultReading::real).toList();
  }

  private static long whole(@Nullable Object tree) {
    if (tree instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    throw wrong(tree, "a whole number");
  }

  private static String text(@Nullable Object tree, String wanted) {
    if (tree instanceof String text) {
      return text;
    }
    throw wrong(tree, wanted);
  }

  private static List<?> list(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      return list;
    }
    throw wrong(tree, "a list");
  }

  private static Result.Series series(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Object values = map.get("Values");
      return new Result.Series(
          part(map, "Id"),
          part(map, "Label"),
          part(map, "StatusCode"),
          values == null ? List.of() : reals(values));
    }
    throw wrong(tree, "an object with Id, Label, StatusCode and Values");
  }

  private static String part(Map<?, ?> map, String name) {
    Object value = map.get(name);
    return value == null ? "" : text(value, "a string for " + name);
  }

  private static IllegalArgumentException wrong(@Nullable Object tree, String wanted) {
    return new IllegalArgumentException(
        "the result is %s; it has to be %s".formatted(GoText.brief(tree), wanted));
  }
}
