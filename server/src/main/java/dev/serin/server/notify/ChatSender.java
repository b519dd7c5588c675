package dev.serin.server.notify;

import dev.serin.server.notify.WebSending.Request;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes into a chat by an incoming webhook in Slack's form.
record ChatSender(WebSending web, Destination.Chat chat) implements Sender {
  @Override
  public Sent send(Addressed addressed) {
    Letter letter = addressed.letter();
    String title = addressed.title(Wording.Place.CHAT);
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("fallback", title);
    attachment.put("color", letter.color());
    attachment.put("title", title);
    if (!letter.text("url").isEmpty()) {
      attachment.put("title_link", letter.text("url"));
    }
    attachment.put("text", addressed.text(Wording.Place.CHAT));
    attachment.put("ts", Instant.parse(letter.text("at")).getEpochSecond());
    Map<String, Object> message = new LinkedHashMap<>();
    if (!addressed.recipient().isEmpty()) {
      message.put("channel", addressed.recipient());
    }
    message.put("attachments", List.of(attachment));
    return web.send(
        WebSending.target(chat.url(), chat.timeout()),
        Request.json(letter.text("id"), "POST", Letter.json(message)));
  }
}
