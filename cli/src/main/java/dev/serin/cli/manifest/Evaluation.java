package dev.serin.cli.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.cli.run.Json;
import dev.serin.core.analysis.AnalysisPhase;
import dev.serin.core.analysis.Conditions;
import dev.serin.core.analysis.Conditions.Assessment;
import dev.serin.core.analysis.Result;
import dev.serin.manifest.condition.ResultReading;
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
      Object tree = type.equals("string") ? result : tree(result);
      return judge(ResultReading.read(type, tree), success, failure);
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
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", "");
    Verdict verdict;
    try {
      if (!(tree(line) instanceof Map<?, ?> fields)) {
        throw new IllegalArgumentException("a line must be a JSON object");
      }
      answer.put("id", Objects.requireNonNullElse(fields.get("id"), ""));
      verdict = of(fields);
    } catch (JsonProcessingException e) {
      verdict = error("the line is no JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      verdict = error(String.valueOf(e.getMessage()));
    }
    answer.put("phase", verdict.phase().word());
    answer.put("message", verdict.message());
    return Json.line(answer);
  }

  private Verdict of(Map<?, ?> fields) {
    return judge(
        ResultReading.read(text(fields, "resultType", "json"), fields.get("result")),
        text(fields, "successCondition", ""),
        text(fields, "failureCondition", ""));
  }

  private static @Nullable Object tree(String json) throws JsonProcessingException {
    return JSON.readValue(json, Object.class);
  }

  private Verdict judge(Result result, String success, String failure) {
    Assessment assessment = conditions.assess(result, success, failure);
    return new Verdict(assessment.phase(), assessment.message());
  }

  private static String text(Map<?, ?> fields, String field, String otherwise) {
    return switch (fields.get(field)) {
      case null -> otherwise;
      case String text -> text;
      case Object other ->
          throw new IllegalArgumentException(field + " must be a text, but is " + other);
    };
  }

  private static Verdict error(String message) {
    return new Verdict(AnalysisPhase.ERROR, message);
  }
}
