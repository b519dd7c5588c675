package dev.serin.server.kayenta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// Times as Kayenta writes them: in milliseconds, and as ISO text.
final class Times {
  private Times() {}

  static void put(ObjectNode tree, String name, Instant at) {
    Instant whole = Instant.ofEpochMilli(at.toEpochMilli());
    tree.put(name + "Millis", whole.toEpochMilli());
    tree.put(name + "Iso", whole.toString());
  }
}
