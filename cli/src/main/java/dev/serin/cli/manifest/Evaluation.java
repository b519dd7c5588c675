package dev.serin.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.cli.run.Json;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions;
import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.analysis.Result;
import java.util.LinkedHashMap;
import java.util.Map;

/// Judges results that are given as text. Never throws: what can not be read is an Error.
public final class Evaluation {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Conditions conditions = Reader.conditions();

  /// What conditions say about a result.
  ///
  /// @param message why, when it is an Error; else empty
  public record Verdict(AnalysisPhase phase, String message) {
    /// For people.
    public String text() {
      return message.isEmpty() ? phase.word() : phase.word() + ": " + message;
    }
  }

  /// Judges one result.
  ///
  /// @param type how a provider hands it over, such as `floatSlice`
  /// @param result JSON; for the type `string` the text itself
  public Verdict judge(String type, String result, String success, String failure) {
    try {
      JsonNode node =
          type.equals("string") ? JSON.getNodeFactory().textNode(result) : JSON.readTree(result);
      return judge(ResultText.read(type, node), success, failure);
    } catch (JsonProcessingException e) {
      return error("the result is no JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      return error(String.valueOf(e.getMessage()));
    }
  }

  /// Judges the result on one line `{id, resultType, result, successCondition, failureCondition}`.
  ///
  /// @return `{id, phase, message}`
  public String line(String line) {
    Map<String, Object> tree = new LinkedHashMap<>();
    try {
      JsonNode node = JSON.readTree(line);
      tree.put("id", id(node));
      put(tree, of(node));
    } catch (JsonProcessingException e) {
      tree.putIfAbsent("id", "");
      put(tree, error("the line is no JSON: " + e.getOriginalMessage()));
    } catch (IllegalArgumentException e) {
      put(tree, error(String.valueOf(e.getMessage())));
    }
    return Json.line(tree);
  }

  private Verdict of(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("a line must be a JSON object");
    }
    JsonNode result = node.has("result") ? node.path("result") : node.path("resultJson");
    return judge(
        ResultText.read(text(node, "resultType", "json"), result),
        text(node, "successCondition", ""),
        text(node, "failureCondition", ""));
  }

  private Verdict judge(Result result, String success, String failure) {
    Assessment assessment = conditions.assess(result, success, failure);
    return new Verdict(assessment.phase(), assessment.message());
  }

  private static String text(JsonNode node, String field, String otherwise) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " must be a text, but is " + value);
    }
    return value.textValue();
  }

  private static Object id(JsonNode node) {
    JsonNode id = node.path("id");
    return id.isNumber() ? id.numberValue() : id.asText("");
  }

  private static void put(Map<String, Object> tree, Verdict verdict) {
    tree.put("phase", verdict.phase().word());
    tree.put("message", verdict.message());
  }

  private static Verdict error(String message) {
    return new Verdict(AnalysisPhase.ERROR, message);
  }
}
