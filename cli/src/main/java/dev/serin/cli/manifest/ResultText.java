package dev.serin.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serin.core.analysis.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Results as JSON writes them. Numbers that JSON has no word for are the texts `NaN`, `+Inf`,
/// `-Inf`.
final class ResultText {
  private ResultText() {}

  /// The result that a provider hands over.
  ///
  /// @param type float, floatSlice, floatNil, int, string, json, anySlice, cloudwatch or nil
  /// @throws IllegalArgumentException when the result is not of the type, or there is no such type
  static Result read(String type, JsonNode result) {
    return switch (type) {
      case "float" -> new Result.Scalar(number(result));
      case "floatNil" -> empty(result) ? new Result.Nothing() : new Result.Scalar(number(result));
      case "floatSlice" -> new Result.Vector(numbers(result));
      case "int" -> new Result.Whole(whole(result));
      case "string" -> new Result.Text(text(result));
      case "json", "anySlice" -> new Result.Json(tree(result));
      case "cloudwatch" -> new Result.NamedSeries(items(result).map(ResultText::series).toList());
      case "nil" -> new Result.Nothing();
      default ->
          throw new IllegalArgumentException(
              "resultType must be float, floatSlice, floatNil, int, string, json, anySlice,"
                  + " cloudwatch or nil, but is '"
                  + type
                  + "'");
    };
  }

  private static boolean empty(JsonNode node) {
    return node.isNull() || node.isMissingNode();
  }

  private static double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "NaN" -> Double.NaN;
      case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong("a number, NaN, +Inf or -Inf", node);
    };
  }

  private static long whole(JsonNode node) {
    if (!node.canConvertToExactIntegral() || !node.canConvertToLong()) {
      throw wrong("a whole number", node);
    }
    return node.longValue();
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw wrong("a text", node);
    }
    return node.textValue();
  }

  private static List<Double> numbers(JsonNode node) {
    return items(node).map(ResultText::number).toList();
  }

  private static java.util.stream.Stream<JsonNode> items(JsonNode node) {
    if (!node.isArray()) {
      throw wrong("a list", node);
    }
    return StreamSupport.stream(node.spliterator(), false);
  }

  private static Result.Series series(JsonNode node) {
    return new Result.Series(
        node.path("Id").asText(""),
        node.path("Label").asText(""),
        node.path("StatusCode").asText(""),
        numbers(node.path("Values")));
  }

  private static @Nullable Object tree(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), tree(entry.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(item -> list.add(tree(item)));
        yield list;
      }
      case NUMBER -> node.doubleValue();
      case BOOLEAN -> node.booleanValue();
      case STRING -> node.textValue();
      case NULL, MISSING -> null;
      case BINARY, POJO -> throw wrong("JSON", node);
    };
  }

  private static IllegalArgumentException wrong(String right, JsonNode node) {
    String shown = node.isMissingNode() ? "missing" : node.toString();
    return new IllegalArgumentException("the result must be " + right + ", but is " + shown);
  }
}
