package dev.serin.cli.client;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a person asks of a rollout.
///
/// @param command as the server calls it: `promote`, `promoteFull`, `abort`, ...
/// @param verb as the command line calls it
/// @param reason in the person's own words; may be empty
/// @param revision which one to go back to; empty for the last one before
public record Order(String command, String verb, String reason, String revision) {
  /// An order that names no revision.
  public static Order of(String command, String verb, String reason) {
    return new Order(command, verb, reason, "");
  }

  Map<String, String> tree() {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("command", command);
    if (!reason.isEmpty()) {
      tree.put("reason", reason);
    }
    if (!revision.isEmpty()) {
      tree.put("revision", revision);
    }
    return tree;
  }
}
