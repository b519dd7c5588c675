package dev.serin.server.api;

import dev.serin.core.rollout.RolloutId;
import dev.serin.server.http.Json;
import java.nio.charset.StandardCharsets;

/// An event of a stream, ready to be sent to as many clients as want it.
///
/// @param number of a line of the log; 0 for everything else
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
record Event(long number, RolloutId id, byte[] bytes) {
  static Event line(LineView line) {
    RolloutId id = new RolloutId(line.namespace(), line.name());
    return new Event(line.number(), id, bytes("id: " + line.number() + "\n", "transition", line));
  }

  static Event rollout(RolloutId id, Object view) {
    return new Event(0, id, bytes("", "rollout", view));
  }

  static Event deleted(RolloutId id) {
    return new Event(0, id, bytes("", "deleted", new Name(id.namespace(), id.name())));
  }

  private record Name(String namespace, String name) {}

  private static byte[] bytes(String head, String event, Object data) {
    String text = head + "event: " + event + "\ndata: " + Json.text(data) + "\n\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
