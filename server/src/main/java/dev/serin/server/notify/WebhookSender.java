package dev.serin.server.notify;

import dev.serin.server.notify.WebSending.Request;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends a letter to any HTTP service.
record WebhookSender(WebSending web, Destination.Webhook hook) implements Sender {
  @Override
  public Sent send(Addressed addressed) {
    return web.send(
        hook.target(), Request.json(addressed.letter().text("id"), hook.method(), body(addressed)));
  }

  private String body(Addressed addressed) {
    Map<String, Object> values = values(addressed);
    return hook.body().isEmpty()
        ? Letter.json(values)
        : Wording.Place.JSON.write(hook.body(), values);
  }

  /// The letter's values, and what people read.
  static Map<String, Object> values(Sender.Addressed addressed) {
    Map<String, Object> values = new LinkedHashMap<>(addressed.letter().values());
    values.put("recipient", addressed.recipient());
    values.put("title", addressed.title(Wording.Place.TEXT));
    values.put("text", addressed.text(Wording.Place.TEXT));
    return values;
  }
}
