package dev.serin.providers.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serin.providers.http.Answer;
import dev.serin.providers.http.Call;

/// What a gate said.
sealed interface Decision {
  /// Go on.
  record Yes(String message) implements Decision {}

  /// Go back.
  record No(String message) implements Decision {}

  /// Ask again.
  record NotYet(String message) implements Decision {}

  /// It said nothing that can be understood.
  record Unclear(String why) implements Decision {}

  /// Reads an answer. The word `decision` of an answer in JSON says it, whatever its status; else
  /// the status does: 202 is not yet, other 2xx are yes, and 4xx are no, but for those that say
  /// that
  /// the question did not get there.
  ///
  /// @param refusalWaits true when a 4xx means not yet
  static Decision of(Call call, Answer.Received answer, boolean refusalWaits) {
    JsonNode json = parsed(answer.body());
    String message = call.quoted(json.path("message").asText(""));
    return switch (json.path("decision").asText("")) {
      case "approve" -> new Yes(message);
      case "deny" -> new No(message);
      case "wait" -> new NotYet(message);
      case "" -> byStatus(call, answer, message, refusalWaits);
      case String other ->
          new Unclear(
              call.address()
                  + " answered the decision \""
                  + call.quoted(other)
                  + "\", where approve, deny or wait is expected");
    };
  }

  private static Decision byStatus(
      Call call, Answer.Received answer, String message, boolean refusalWaits) {
    int status = answer.status();
    if (answer.successful()) {
      return status == 202 ? new NotYet(message) : new Yes(message);
    }
    String said =
        "%s answered %d (%s)".formatted(call.address(), status, call.quoted(answer.body()));
    return switch (status) {
      case 401, 404, 405, 407, 408, 425, 429 -> new Unclear(said);
      default -> {
        if (status >= 500) {
          yield new Unclear(said);
        }
        yield refusalWaits ? new NotYet(said) : new No(said);
      }
    };
  }

  private static JsonNode parsed(String body) {
    JsonMapper json = new JsonMapper();
    try {
      JsonNode tree = json.readTree(body);
      return tree.isObject() ? tree : json.createObjectNode();
    } catch (JsonProcessingException _) {
      return json.createObjectNode();
    }
  }
}
