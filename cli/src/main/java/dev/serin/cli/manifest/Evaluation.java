package dev.serin.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.cli.console.Json;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions;
import dev.serin.manifest.condition.EvalRequest;
import dev.serin.manifest.condition.EvalRequest.Answer;
import dev.serin.server.manifest.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Judges results that are given as text. Never throws: what can not be read is an Error.
public final class Evaluation {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final Conditions conditions = Reader.conditions();

  /// Judges one result.
  ///
  /// @param type how a provider hands it over, such as `floatSlice`
  /// @param result JSON; for the type `string` the text itself
  public Answer judge(String type, String result, String success, String failure) {
    try {
      Object tree = type.equals("string") ? result : tree(result);
      return new EvalRequest("", type, tree, success, failure).answer(conditions);
    } catch (JsonProcessingException e) {
      return error("", "the result is no JSON: " + e.getOriginalMessage());
    }
  }

  /// Judges the result on one line `{id, resultType, result, successCondition, failureCondition}`.
  ///
  /// @return `{id, phase, message}`
  public String line(String line) {
    Answer answer = answer(line);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", answer.id());
    tree.put("phase", answer.phase());
    tree.put("message", answer.message());
    return Json.line(tree);
  }

  private Answer answer(String line) {
    String id = "";
    try {
      if (!(tree(line) instanceof Map<?, ?> fields)) {
        return error(id, "a line must be a JSON object");
      }
      id = String.valueOf(Objects.requireNonNullElse(fields.get("id"), ""));
      return new EvalRequest(
              id,
              text(fields, "resultType", "json"),
              fields.get("result"),
              text(fields, "successCondition", ""),
              text(fields, "failureCondition", ""))
          .answer(conditions);
    } catch (JsonProcessingException e) {
      return error(id, "the line is no JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      return error(id, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Object tree(String json) throws JsonProcessingException {
    return JSON.readValue(json, Object.class);
  }

  private static String text(Map<?, ?> fields, String field, String otherwise) {
    return switch (fields.get(field)) {
      case null -> otherwise;
      case String text -> text;
      case Object other ->
          throw new IllegalArgumentException(field + " must be a text, but is " + other);
    };
  }

  private static Answer error(String id, String message) {
    return new Answer(id, AnalysisPhase.ERROR.word(), message);
  }
}
