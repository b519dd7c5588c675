package dev.serin.server.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.providers.http.Header;
import dev.serin.server.notify.WebSending.Request;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Sends a letter as a CloudEvent 1.0.
///
/// @param origin where events come from when the configuration does not say; may be empty
record EventSender(WebSending web, Destination.Events events, String origin) implements Sender {
  @Override
  public Sent send(Addressed addressed) {
    CloudEvent event = event(addressed);
    String id = addressed.letter().text("id");
    return web.send(
        events.target(),
        switch (events.mode()) {
          case STRUCTURED ->
              new Request(
                  id,
                  "POST",
                  List.of(new Header("Content-Type", JsonFormat.CONTENT_TYPE)),
                  new String(new JsonFormat().serialize(event), UTF_8));
          case BINARY -> binary(id, event);
        });
  }

  private CloudEvent event(Addressed addressed) {
    Letter letter = addressed.letter();
    String trigger = letter.text("trigger");
    String name = (trigger.startsWith("on-") ? trigger.substring(3) : trigger).replace('-', '.');
    String source = events.source().isEmpty() ? origin : events.source();
    return CloudEventBuilder.v1()
        .withId(letter.text("id"))
        .withSource(URI.create(source.isEmpty() ? "urn:serin" : source))
        .withType("dev.serin." + name)
        .withSubject(letter.text("rollout"))
        .withTime(Instant.parse(letter.text("at")).atOffset(ZoneOffset.UTC))
        .withData("application/json", Letter.json(WebhookSender.values(addressed)).getBytes(UTF_8))
        .build();
  }

  private static Request binary(String id, CloudEvent event) {
    List<Header> headers = new ArrayList<>();
    List<byte[]> body = new ArrayList<>();
    HttpMessageFactory.createWriter(
            (name, value) -> headers.add(new Header(name, value)), body::add)
        .writeBinary(event);
    return new Request(id, "POST", headers, new String(body.getFirst(), UTF_8));
  }
}
