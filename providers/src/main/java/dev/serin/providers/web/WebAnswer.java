package dev.serin.providers.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.serin.core.analysis.Result;
import dev.serin.core.engine.MetricProvider.Reading;
import dev.serin.providers.http.Answer;
import dev.serin.providers.http.Call;
import dev.serin.providers.http.Decimal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the answer of a web service.
///
/// @param call that it answers
/// @param location what is taken of an answer in JSON
record WebAnswer(Call call, JsonLocation location) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addModule(new SimpleModule().addSerializer(new DecimalSerializer()))
          .build();

  /// What the answer says.
  Reading reading(Answer.Received received) {
    if (!received.successful()) {
      return new Reading.Unavailable(
          "web: %s answered %d (%s); %s"
              .formatted(
                  call.address(),
                  received.status(),
                  call.quoted(received.body()),
                  help(received.status())));
    }
    try {
      JsonNode document = JSON.readTree(received.body());
      return document.isMissingNode() ? text(received) : found(document(document), received);
    } catch (JsonProcessingException _) {
      return text(received);
    }
  }

  private static String help(int status) {
    return switch (status) {
      case 401, 403 -> "check headers and authentication";
      case 404 -> "check the url";
      case 405 -> "check the method";
      default -> "200 to 299 is expected: see the service's log";
    };
  }

  /// Text is only a reading where nobody expects JSON: a page that says "log in" must not pass.
  private Reading text(Answer.Received received) {
    return location.whole()
        ? new Reading.Value(new Result.Text(received.body()), received.body(), Map.of())
        : new Reading.Unavailable(
            "web: %s answered without JSON (%s), so jsonPath %s finds nothing: check the url"
                .formatted(call.address(), call.quoted(received.body()), location.written()));
  }

  private Reading found(@Nullable Object document, Answer.Received received)
      throws JsonProcessingException {
    var first = location.first(document);
    if (first.isEmpty()) {
      return new Reading.Unavailable(
          "web: jsonPath %s finds nothing in the answer of %s (%s): check the path"
              .formatted(location.written(), call.address(), call.quoted(received.body())));
    }
    Object value = first.get().value();
    return new Reading.Value(new Result.Json(value), JSON.writeValueAsString(value), Map.of());
  }

  private static @Nullable Object document(JsonNode node) {
    if (node.isObject()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      node.properties().forEach(it -> object.put(it.getKey(), document(it.getValue())));
      return object;
    }
    if (node.isArray()) {
      List<@Nullable Object> array = new ArrayList<>();
      node.forEach(item -> array.add(document(item)));
      return array;
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNull() ? null : node.asText();
  }

  /// Writes numbers as Argo does: `1`, not `1.0`.
  private static final class DecimalSerializer extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    DecimalSerializer() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(Decimal.shown(value));
    }
  }
}
