package dev.serin.server.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.Type;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// JSON as the API reads and writes it: times are RFC 3339, a member that is not known is an error.
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Json() {}

  /// A value as UTF-8.
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a " + value.getClass() + " can not be written", e);
    }
  }

  /// A value as text in one line.
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a " + value.getClass() + " can not be written", e);
    }
  }

  /// The value that a client sent.
  ///
  /// @throws ProblemException with status 400 that says where it is wrong
  public static <T> T read(String text, Class<T> type) {
    return type.cast(value(text, type));
  }

  /// As [#read], for any type.
  static Object value(String text, Type type) {
    try {
      @Nullable Object value = MAPPER.readValue(text, MAPPER.constructType(type));
      if (value == null) {
        throw Problem.badRequest("the body is `null`; a JSON object is needed").exception();
      }
      return value;
    } catch (JsonProcessingException e) {
      throw malformed(e).exception();
    }
  }

  private static Problem malformed(JsonProcessingException e) {
    Problem problem =
        Problem.of(400, "malformed-body", "the body is not the JSON that is needed: " + why(e));
    JsonLocation place = e.getLocation();
    return place == null
        ? problem
        : problem.with("line", place.getLineNr()).with("column", place.getColumnNr());
  }

  private static String why(JsonProcessingException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          "there is no member `"
              + unknown.getPropertyName()
              + "`; known are "
              + unknown.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", "));
      case MismatchedInputException mismatch when mismatch.getPath().isEmpty() ->
          "it is empty, or no JSON object, or something follows it";
      case JsonMappingException mapping ->
          "`" + path(mapping) + "` has the wrong type or is missing";
      case JsonProcessingException _ -> e.getOriginalMessage();
    };
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .collect(Collectors.joining("."));
  }
}
