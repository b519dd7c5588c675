package dev.serin.server.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.serin.core.analysis.Accumulator;
import dev.serin.core.analysis.AnalysisRun;
import dev.serin.core.analysis.Measurement;
import dev.serin.core.rollout.Command;
import dev.serin.core.rollout.Status;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// The core's records as JSON text, in an envelope that says which format it is:
/// `{"format":1,"value":...}`.
///
/// Reading is strict: what this format does not know is refused and never dropped.
///
/// @param <T> what is written
final class CoreJson<T> {
  /// The format that this program writes, and the only one that it reads.
  static final int FORMAT = 1;

  static final CoreJson<Status> STATUS = new CoreJson<>(new TypeReference<>() {});
  static final CoreJson<AnalysisRun> RUN = new CoreJson<>(new TypeReference<>() {});
  static final CoreJson<Accumulator> ACCUMULATOR = new CoreJson<>(new TypeReference<>() {});
  static final CoreJson<Measurement> MEASUREMENT = new CoreJson<>(new TypeReference<>() {});
  static final CoreJson<Command> COMMAND = new CoreJson<>(new TypeReference<>() {});
  static final CoreJson<Command.Answer> ANSWER = new CoreJson<>(new TypeReference<>() {});

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new CoreTypes())
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(Duration.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new Iso<>(Instant.class, Instant::parse))
                  .addDeserializer(Duration.class, new Iso<>(Duration.class, Duration::parse)))
          .build();

  private final TypeReference<T> type;

  CoreJson(TypeReference<T> type) {
    this.type = type;
  }

  String write(T value) {
    try {
      String json = MAPPER.writerFor(type).writeValueAsString(value);
      return "{\"format\":" + FORMAT + ",\"value\":" + json + "}";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("can not be written as JSON: " + value, e);
    }
  }

  /// @throws JsonProcessingException when it is damaged, or of another format
  T read(String text) throws JsonProcessingException {
    JsonNode envelope = MAPPER.readTree(text);
    int format = envelope.path("format").asInt();
    if (format != FORMAT) {
      throw new UnknownFormat(format);
    }
    return MAPPER.treeToValue(envelope.path("value"), MAPPER.constructType(type));
  }

  private static final class UnknownFormat extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    UnknownFormat(int format) {
      super("it is of format " + format + ", and this program reads format " + FORMAT);
    }
  }

  /// Reads a time or a duration from ISO 8601 text.
  private static final class Iso<V> extends StdScalarDeserializer<V> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, V> parse;

    Iso(Class<V> type, Function<String, V> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public V deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String text = parser.getText();
      try {
        return parse.apply(text);
      } catch (DateTimeException e) {
        throw context.weirdStringException(text, handledType(), "it is not ISO 8601");
      }
    }
  }

  /// Something that was written as JSON.
  interface Text<T> {
    T read() throws JsonProcessingException;
  }
}
